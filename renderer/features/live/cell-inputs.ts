import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { LiveColumnId } from '../../../shared/domain/live-view.ts';

type Field = keyof ExchangeRow;

const estimate: readonly Field[] = ['isEstimated', 'usage'];
const answered: readonly Field[] = [...estimate, 'outputSoFar'];
const elapsed: readonly Field[] = ['state', 'startedAt', 'durationMs'];

/** What a cell is drawn from: of a row in flight most fields stand still while its text and figures move. */
const fields: Readonly<Record<LiveColumnId, readonly Field[]>> = {
  state: ['state', 'errorCode', 'errorMessage', 'attempts', 'targets'],
  time: ['startedAt'],
  kind: ['kinds'],
  rule: ['rule', 'profile'],
  route: ['askedModel', 'sentModel', 'rule', 'profile', 'state', 'errorCode', 'textTail'],
  provider: ['attempts'],
  project: ['project'],
  client: ['client'],
  session: ['sessionId'],
  status: ['status'],
  in: [...estimate, 'estimatedInputTokens'],
  cached: ['usage'],
  out: answered,
  ttft: ['firstTokenMs'],
  rate: [...answered, ...elapsed, 'firstTokenMs'],
  took: elapsed,
  cost: ['isEstimated', 'priceBasis', 'costNanoUsd', 'state'],
  saved: ['isEstimated', 'costNanoUsd', 'baselineNanoUsd'],
  id: ['id'],
};

/** Cells with a clock in them. */
const timed: ReadonlySet<LiveColumnId> = new Set<LiveColumnId>(['rate', 'took']);

export function usesClock(column: LiveColumnId): boolean {
  return timed.has(column);
}

/** Both rows make the same cell. Rows come over IPC, so their lists and usage are new objects each time. */
export function isSameCell(column: LiveColumnId, before: ExchangeRow, after: ExchangeRow): boolean {
  return fields[column].every((field) => isSameValue(before[field], after[field]));
}

function isSameValue(before: ExchangeRow[Field], after: ExchangeRow[Field]): boolean {
  if (Object.is(before, after)) return true;
  if (typeof before !== 'object' || typeof after !== 'object') return false;
  if (before === null || after === null) return false;
  const [one, other] = [Object.entries(before), new Map(Object.entries(after))];
  return one.length === other.size && one.every(([key, value]) => other.get(key) === value);
}
