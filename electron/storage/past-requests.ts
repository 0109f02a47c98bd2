import type Database from 'libsql';
import { tryPast, type TrialSums } from '../traffic/past-trial.ts';
import type { PastRequest, TrialQuestion } from '../traffic/trial-plan.ts';
import { toFacts, toRow, type FactsRecord, type StoredRecord } from './exchange-columns.ts';

/** Where the slice before ended: time and id of its last row. */
export interface TrialCursor {
  readonly startedAt: number;
  readonly id: string;
}

export interface TrialSliceQuery {
  readonly question: TrialQuestion;
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  /** null: the first slice, which also counts what there is. */
  readonly after: TrialCursor | null;
}

export interface TrialSlice {
  readonly sums: TrialSums;
  /** Of the first slice: how many requests there are in all. */
  readonly of: number | null;
  /** null: there are no more. */
  readonly next: TrialCursor | null;
}

/** So few that rows that wait to be written wait for some 20 ms only. */
const SLICE_ROWS = 1_000;

const isRouted = 'profile IS NOT NULL AND replay = 0 AND started_at >= ? AND started_at < ?';

/** One slice of the past under an edited profile, newest first; requests that were never routed are left out. */
export function trySlice(database: Database.Database, query: TrialSliceQuery): TrialSlice {
  const { from, to, after, question } = query;
  const records = database
    .prepare(
      `SELECT exchanges.*, tool_lists.names AS tool_names
       FROM exchanges LEFT JOIN tool_lists ON tool_lists.id = exchanges.tools
       WHERE ${isRouted} AND (started_at < ? OR (started_at = ? AND exchanges.id < ?))
       ORDER BY started_at DESC, exchanges.id DESC LIMIT ${String(SLICE_ROWS)}`,
    )
    .all(
      from,
      to,
      after?.startedAt ?? to,
      after?.startedAt ?? to,
      after?.id ?? '',
    ) as (StoredRecord & FactsRecord)[];
  const last = records.length < SLICE_ROWS ? undefined : records.at(-1);
  return {
    sums: tryPast(records.map(toPastRequest), question),
    of: after === null ? countRouted(database, from, to) : null,
    next: last === undefined ? null : { startedAt: last.started_at, id: last.id },
  };
}

function toPastRequest(record: StoredRecord & FactsRecord): PastRequest {
  return { id: record.id, row: toRow(record), facts: toFacts(record) };
}

function countRouted(database: Database.Database, from: number, to: number): number {
  const [row] = database
    .prepare(`SELECT count(*) AS count FROM exchanges WHERE ${isRouted}`)
    .all(from, to) as { readonly count: number }[];
  return row?.count ?? 0;
}
