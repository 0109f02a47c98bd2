import type { LiveColumnId } from '../../../shared/domain/live-view.ts';

/** Keys of the catalogue `live`. */
export const columnWords = {
  state: 'colState',
  time: 'colTime',
  kind: 'colKind',
  rule: 'colRule',
  route: 'colRoute',
  provider: 'colProvider',
  project: 'colProject',
  client: 'colClient',
  session: 'colSession',
  status: 'colStatus',
  in: 'colIn',
  cached: 'colCached',
  out: 'colOut',
  ttft: 'colTtft',
  rate: 'colRate',
  took: 'colTook',
  cost: 'colCost',
  saved: 'colSaved',
  id: 'colId',
} as const satisfies Record<LiveColumnId, string>;
