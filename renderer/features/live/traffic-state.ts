import { isEnded, type ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { TrafficBatch } from '../../../shared/ipc/contract.ts';

/** Rows that the window holds of itself; older ones are in the database and are read when they are asked for. */
export const keptRows = 5000;
/** Above the bound rows fall out so many at a time: what is done with them is not done for each. */
export const fallStep = 500;

/** Ids oldest first, rows by id. Both are replaced, never changed in place, so that selectors can compare. */
export interface Rows {
  readonly ids: readonly string[];
  readonly byId: ReadonlyMap<string, ExchangeRow>;
}

export const noRows: Rows = { ids: [], byId: new Map() };

/** A list as the gateway gives it, in any order. */
export function rowsOf(list: readonly ExchangeRow[]): Rows {
  return withRows(noRows, list);
}

/** Rows of the batch replace those with the same id; new ones take their place by start; the oldest fall out above the bound. */
export function applyBatch(state: Rows, batch: TrafficBatch): Rows {
  const next = withRows(state, batch.rows);
  return next.ids.length > keptRows + fallStep ? newestOf(next, keptRows) : next;
}

/** As `applyBatch`, without a bound. */
export function withRows(state: Rows, rows: readonly ExchangeRow[]): Rows {
  if (rows.length === 0) return state;
  const byId = new Map(state.byId);
  const added: ExchangeRow[] = [];
  for (const row of rows) {
    if (!byId.has(row.id)) added.push(row);
    byId.set(row.id, row);
  }
  if (added.length === 0) return { ids: state.ids, byId };
  return { ids: insertByStart(state.ids, added, byId), byId };
}

/** The oldest left out. */
export function newestOf(state: Rows, most: number): Rows {
  const surplus = state.ids.length - most;
  if (surplus <= 0) return state;
  const byId = new Map(state.byId);
  for (const id of state.ids.slice(0, surplus)) byId.delete(id);
  return { ids: state.ids.slice(surplus), byId };
}

/** Almost always the new rows are the newest, so this appends; only then does it sort. */
function insertByStart(
  ids: readonly string[],
  added: readonly ExchangeRow[],
  byId: ReadonlyMap<string, ExchangeRow>,
): readonly string[] {
  const fresh = [...new Set(added.map((row) => row.id))];
  const start = (id: string): number => byId.get(id)?.startedAt ?? 0;
  fresh.sort((a, b) => start(a) - start(b));
  const last = ids.at(-1);
  const first = fresh[0];
  const merged = [...ids, ...fresh];
  if (last === undefined || first === undefined || start(last) <= start(first)) return merged;
  return merged.sort((a, b) => start(a) - start(b));
}

/** How many of the first rows began before this time (epoch ms). */
export function countBefore({ ids, byId }: Rows, startedAt: number): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((byId.get(ids[middle] ?? '')?.startedAt ?? 0) < startedAt) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** In flight means that a clock runs in its row. */
export function countInFlight(rows: Rows): number {
  let count = 0;
  for (const row of rows.byId.values()) if (!isEnded(row.state)) count += 1;
  return count;
}

/** How many of `now` came after `seen` was taken (for "n new"). */
export function countNew(now: Rows, seen: Rows): number {
  let count = 0;
  for (const id of now.ids) if (!seen.byId.has(id)) count += 1;
  return count;
}
