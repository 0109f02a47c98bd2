import { isEnded, type ExchangeRow } from '../../shared/domain/exchange.ts';
import { asksForText, matchesTraffic } from '../../shared/domain/traffic-filter-match.ts';
import type { FilterTerm } from '../../shared/domain/traffic-filter.ts';
import type { TrafficPage } from '../../shared/ipc/contract.ts';

export interface PageQuery {
  readonly terms: readonly FilterTerm[];
  readonly limit: number;
  /** Epoch ms, exclusive. */
  readonly before: number | null;
}

/** One page out of what the store found for the query and all that memory holds. */
export function pageOf(
  kept: readonly ExchangeRow[],
  fresh: readonly ExchangeRow[],
  { terms, limit, before }: PageQuery,
): TrafficPage {
  const more = kept.length >= limit;
  // What is older than a full page belongs to the next: the rows between are not read yet.
  const since = more ? (kept.at(-1)?.startedAt ?? 0) : 0;
  const recent = fresh.filter((row) => row.startedAt >= since);
  const rows = newestRows(withFresh(kept, recent, terms), limit, before);
  return { rows, more: more || rows.length >= limit };
}

/**
 * Rows from the store with what memory knows better: a running row as it stands now, and that one has ended. Of an ended
 * one the store has the last word where the filter asks for text, because only the store can search what was kept of the
 * bodies.
 */
function withFresh(
  kept: readonly ExchangeRow[],
  fresh: readonly ExchangeRow[],
  terms: readonly FilterTerm[],
): readonly ExchangeRow[] {
  const isStores = asksForText(terms);
  const known = new Map(fresh.map((row) => [row.id, row]));
  const isOvertaken = ({ id, state }: ExchangeRow): boolean => {
    const row = known.get(id);
    return row !== undefined && !(isEnded(row.state) && isEnded(state));
  };
  const wanted = fresh.filter(
    (row) => !(isStores && isEnded(row.state)) && matchesTraffic(terms, row),
  );
  return [...wanted, ...kept.filter((row) => !isOvertaken(row))];
}

/** Each once (the first given wins), newest first. */
export function newestRows(
  rows: readonly ExchangeRow[],
  limit: number,
  before: number | null,
): readonly ExchangeRow[] {
  const byId = new Map<string, ExchangeRow>();
  for (const row of rows) {
    if (before !== null && row.startedAt >= before) continue;
    const known = byId.get(row.id);
    if (known === undefined || (isEnded(row.state) && !isEnded(known.state))) byId.set(row.id, row);
  }
  const sorted = [...byId.values()].sort((a, b) => b.startedAt - a.startedAt);
  // Rows of the same ms as the last come along: the next page begins before them.
  const last = sorted[limit - 1]?.startedAt ?? -Infinity;
  return sorted.filter((row, index) => index < limit || row.startedAt === last);
}
