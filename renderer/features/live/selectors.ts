import { isEnded, type ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { Filter } from './filter.ts';
import type { Rows } from './traffic-state.ts';

/** Ids that the filter lets through, oldest first. */
export function visibleIds(
  rows: Rows,
  { isEmpty, matches }: Filter,
  passes: (row: ExchangeRow) => boolean = matches,
): readonly string[] {
  if (isEmpty) return rows.ids;
  return rows.ids.filter((id) => {
    const row = rows.byId.get(id);
    return row !== undefined && passes(row);
  });
}

/** The kind worth a narrow column: the most telling one that is not `main`. */
export function leadingKind(row: ExchangeRow): ExchangeRow['kinds'][number] {
  const rank = [
    'count-tokens',
    'compaction',
    'title',
    'web-search',
    'subagent',
    'background',
    'plan',
    'long-context',
    'image',
    'main',
    'thinking',
  ] as const;
  return rank.find((kind) => row.kinds.includes(kind)) ?? 'main';
}

export function isInFlight(row: ExchangeRow): boolean {
  return !isEnded(row.state);
}
