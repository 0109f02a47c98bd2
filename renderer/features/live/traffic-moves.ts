import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { TrafficBatch } from '../../../shared/ipc/contract.ts';
import { applyMove, type Move, type Older } from './older-rows.ts';
import { applyBatch, keptRows, rowsOf, type Rows } from './traffic-state.ts';

/** The rows in memory, what is known of them, and what was read besides: they move together. */
export interface Moving {
  readonly rows: Rows;
  readonly movedAt: number;
  readonly loaded: boolean;
  readonly error: string | null;
  /** `rows` are all requests there are: none fell out, and the list had room for all. */
  readonly isWhole: boolean;
  readonly older: Older;
}

export function batched(state: Moving, batch: TrafficBatch, now: number): Partial<Moving> {
  const rows = applyBatch(state.rows, batch);
  const isWhole = state.isWhole && !hasLost(state.rows, rows);
  const move = { before: state.rows, after: rows, changed: batch.rows, now, isTorn: false };
  return { rows, movedAt: now, isWhole, older: applyMove(state.older, move, isWhole) };
}

/** The list as main has it now, and what was pushed while it travelled: that is newer. */
export function relisted(state: Moving, list: readonly ExchangeRow[], now: number): Moving {
  const isShort = list.length < keptRows;
  const isTorn = !isShort && state.rows.ids.length > 0 && !isTouched(state.rows, list);
  const oldest = list.at(-1)?.startedAt ?? 0;
  const known = newerThan(state.rows, list).filter((row) => !isTorn || row.startedAt >= oldest);
  const rows = applyBatch(rowsOf(list), { rows: known, skipped: 0 });
  const isWhole = isShort || (state.isWhole && !isTorn && !hasLost(state.rows, rows));
  const changed = [...rows.byId.values()];
  const older =
    state.loaded && state.error === null
      ? applyMove(state.older, { before: state.rows, after: rows, changed, now, isTorn }, isWhole)
      : onFirstList(state.older, isWhole);
  return { rows, movedAt: now, loaded: true, error: null, isWhole, older };
}

/** The view shows what moves again. */
export function resumption(frozen: Rows, rows: Rows, now: number): Move {
  const newest = frozen.ids.at(-1);
  const isTorn = newest !== undefined && !rows.byId.has(newest);
  return { before: frozen, after: rows, changed: [], now, isTorn };
}

/** Without a filter the list itself says whether there are older ones. */
function onFirstList(older: Older, isWhole: boolean): Older {
  return older.key === '' ? { ...older, phase: isWhole ? 'end' : 'more' } : older;
}

function hasLost(before: Rows, after: Rows): boolean {
  const oldest = before.ids[0];
  return oldest !== undefined && !after.byId.has(oldest);
}

function isTouched(known: Rows, list: readonly ExchangeRow[]): boolean {
  return list.some((row) => known.byId.has(row.id));
}

/** Rows we were told of that the list does not have yet, or has in an older state. */
function newerThan(known: Rows, list: readonly ExchangeRow[]): readonly ExchangeRow[] {
  const listed = new Map(list.map((row) => [row.id, row]));
  return [...known.byId.values()].filter((row) => {
    const other = listed.get(row.id);
    return other === undefined || (row.durationMs !== null && other.durationMs === null);
  });
}
