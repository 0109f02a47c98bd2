import { isEnded, type ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { TrafficPage } from '../../../shared/ipc/contract.ts';
import { parseFilter, type Filter } from './filter.ts';
import { countBefore, newestOf, noRows, withRows, type Rows } from './traffic-state.ts';

/** Rows from the store that the window holds at most. */
export const mostOlder = 20_000;

/**
 * `due`: to be asked soon; `more`: there may be older ones; `end`: there are none; `full`: there may be, and no more are
 * held; `failed`: can be asked again.
 */
export type OlderPhase = 'due' | 'reading' | 'more' | 'end' | 'full' | 'failed';

/** What the store gave for one filter. Kept apart from the rows that move, which are newer. */
export interface Older {
  /** Another number is another filter: what was asked before is not wanted any more. */
  readonly run: number;
  /** Of the filter (`Filter`). */
  readonly key: string;
  readonly text: string;
  readonly asksForText: boolean;
  readonly phase: OlderPhase;
  /** Why it failed. */
  readonly reason: string;
  /** Where the filter asks for text, those it finds in memory too. */
  readonly rows: Rows;
  /** The next page begins before this time (epoch ms); null: no page was read. */
  readonly before: number | null;
  /** How many the last page brought. */
  readonly added: number;
  /** Requests that ended and that the store has not been asked about; true: shown as they were while they ran. */
  readonly pending: ReadonlyMap<string, boolean>;
}

/** `isWhole`: memory holds all there is. A filter asks all the same: the store may have been away. */
export function noOlder(run: number, filter: Filter, isWhole: boolean): Older {
  const { key, text, asksForText, isEmpty } = filter;
  const phase = isEmpty ? (isWhole ? 'end' : 'more') : 'due';
  return {
    ...{ run, key, text, asksForText, phase, reason: '' },
    ...{ rows: noRows, before: null, added: 0, pending: new Map<string, boolean>() },
  };
}

/** Filters that ask for the same keep what was read. */
export function olderFor(older: Older, filter: Filter, isWhole: boolean): Older {
  return filter.key === older.key ? older : noOlder(older.run + 1, filter, isWhole);
}

/** Where the next page begins: before all rows that are shown, or where the last one ended. Null: with the newest. */
export function nextBefore(older: Older, shown: Rows): number | null {
  if (older.before !== null || older.asksForText) return older.before;
  const first = shown.byId.get(shown.ids[0] ?? '');
  // Others may have begun in the same ms.
  return first === undefined ? null : first.startedAt + 1;
}

export function applyPage(older: Older, page: TrafficPage, shown: Rows): Older {
  const found = page.rows.filter(
    (row) => !isOutdated(row, older.rows) && (older.asksForText || !shown.byId.has(row.id)),
  );
  return bounded({
    ...older,
    phase: page.more ? 'more' : 'end',
    reason: '',
    rows: withRows(older.rows, found),
    before: page.rows.at(-1)?.startedAt ?? nextBefore(older, shown),
    added: found.filter(({ id }) => !older.rows.byId.has(id)).length,
  });
}

/** The newest that the filter finds now, which may be others than when it was set: what was read before stays. */
export function applyRenewal(older: Older, page: TrafficPage, shown: Rows): Older {
  return bounded({ ...older, rows: applyPage(older, page, shown).rows });
}

export function applyFailure(older: Older, reason: string): Older {
  return { ...older, phase: 'failed', reason };
}

/** How the rows in memory moved on: `changed` are those that were told of. */
export interface Move {
  readonly before: Rows;
  readonly after: Rows;
  readonly changed: readonly ExchangeRow[];
  /** Epoch ms. */
  readonly now: number;
  /** Between what memory had and what it has are rows that it never saw. */
  readonly isTorn: boolean;
}

/**
 * Rows that fell out of memory become the newest of these, so that nothing is missing between the two; where nothing was
 * read yet they go, as they can be read. A torn one begins anew.
 */
export function applyMove(older: Older, move: Move, isWhole: boolean): Older {
  const fallen = fallenOf(move);
  if (move.isTorn) return noOlder(older.run + 1, parseFilter(older.text, move.now), isWhole);
  const told = withPending(older, move);
  if (!isRead(older))
    return fallen.length > 0 && older.phase === 'end' ? { ...told, phase: 'more' } : told;
  const late = move.changed.filter((row) => isLate(older, row, move.after));
  if (fallen.length === 0 && late.length === 0) return told;
  const passes = passing(told, parseFilter(older.text, move.now));
  const known = (row: ExchangeRow): boolean => older.rows.byId.has(row.id) || passes(row);
  return bounded({ ...told, rows: withRows(older.rows, [...fallen, ...late].filter(known)) });
}

/** The store's word on requests that had ended: `asked` are ids, `found` those for which the filter holds. */
export function applyWord(
  older: Older,
  asked: readonly string[],
  found: ReadonlySet<string>,
  memory: Rows,
): Older {
  const pending = new Map(older.pending);
  for (const id of asked) pending.delete(id);
  const wrong = new Set(asked.filter((id) => !found.has(id) && older.rows.byId.has(id)));
  const right = asked.flatMap((id) => (found.has(id) ? (memory.byId.get(id) ?? []) : []));
  return bounded({ ...older, pending, rows: withRows(without(older.rows, wrong), right) });
}

/** Whether a row in memory is shown. */
export function passing(older: Older, filter: Filter): (row: ExchangeRow) => boolean {
  if (!older.asksForText) return filter.matches;
  return (row) =>
    isEnded(row.state)
      ? filter.isInTime(row) && (older.rows.byId.has(row.id) || older.pending.get(row.id) === true)
      : filter.matches(row);
}

/** Of these rows, the first so many, and some that began in the very ms of the first one shown, lie before those shown. */
export interface OlderCut {
  readonly count: number;
  readonly besides: readonly string[];
}

export function cutOf(rows: Rows, shown: Rows): OlderCut {
  const first = shown.byId.get(shown.ids[0] ?? '');
  if (first === undefined) return { count: rows.ids.length, besides: [] };
  const count = countBefore(rows, first.startedAt);
  const end = countBefore(rows, first.startedAt + 1);
  return { count, besides: rows.ids.slice(count, end).filter((id) => !shown.byId.has(id)) };
}

/** It ended while the page was on its way. */
function isOutdated({ id, state }: ExchangeRow, rows: Rows): boolean {
  const known = rows.byId.get(id);
  return known !== undefined && isEnded(known.state) && !isEnded(state);
}

/** Older ones have been asked for; without a filter nobody may want them. */
function isRead({ key, before, phase }: Older): boolean {
  return key !== '' || before !== null || phase === 'reading';
}

/** The oldest of memory fall out, so they stand at its beginning. */
function fallenOf({ before, after }: Move): readonly ExchangeRow[] {
  const fallen: ExchangeRow[] = [];
  for (const id of before.ids) {
    if (after.byId.has(id)) break;
    const row = before.byId.get(id);
    if (row !== undefined) fallen.push(row);
  }
  return fallen;
}

/** A row that moves and is too old for memory: a long one, among those that were read. */
function isLate(older: Older, row: ExchangeRow, memory: Rows): boolean {
  if (memory.byId.has(row.id)) return false;
  return older.rows.byId.has(row.id) || (older.before !== null && row.startedAt >= older.before);
}

function withPending(older: Older, { before, changed, now }: Move): Older {
  if (!older.asksForText) return older;
  const { matches } = parseFilter(older.text, now);
  const pending = new Map(older.pending);
  for (const row of changed) {
    const last = before.byId.get(row.id);
    if (!isEnded(row.state) || (last !== undefined && isEnded(last.state))) continue;
    pending.set(row.id, last !== undefined && matches(last));
  }
  return pending.size === older.pending.size ? older : { ...older, pending };
}

function bounded(older: Older): Older {
  const { phase, rows } = older;
  if (rows.ids.length < mostOlder) return older;
  const isFull = phase === 'more' || rows.ids.length > mostOlder;
  return { ...older, rows: newestOf(rows, mostOlder), phase: isFull ? 'full' : phase };
}

function without(rows: Rows, ids: ReadonlySet<string>): Rows {
  if (ids.size === 0) return rows;
  const byId = new Map(rows.byId);
  for (const id of ids) byId.delete(id);
  return { ids: rows.ids.filter((id) => !ids.has(id)), byId };
}
