import type Database from 'libsql';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import type { TodayFigures } from '../../shared/domain/status.ts';
import type { RuleHits } from '../../shared/domain/rule-hits.ts';
import { NO_RULE } from '../../shared/domain/rule.ts';
import type { FilterTerm } from '../../shared/domain/traffic-filter.ts';
import { inTransaction } from './database.ts';
import { detailColumns, toColumns, toDetail, toRow } from './exchange-columns.ts';
import type { FactsRecord, StoredExchange, StoredRecord } from './exchange-columns.ts';
import { toSql } from './filter-sql.ts';
import { ToolLists } from './tool-lists.ts';

/** A page of rows, newest first: those before `before` (epoch ms) for which every term holds. */
export interface RowQuery {
  readonly limit: number;
  readonly before: number | null;
  readonly terms?: readonly FilterTerm[];
}

/** What an exchange says that was under way when the app ended. */
export const CRASH_MESSAGE = 'Switchyard ended before this request did; how it ended is not known.';

/** Rows that share one ms with the last of a page come along, so that paging by time loses none. At most this many. */
const SAME_INSTANT_LIMIT = 1000;
/** A process id may be given anew; a row that has been open for longer than this has no living owner. */
const LONGEST_EXCHANGE_MS = 24 * 60 * 60 * 1000;

/** The table of exchanges: synchronous, so it runs in the storage worker. */
export class Exchanges {
  readonly #database: Database.Database;
  readonly #pid: number;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #toolLists: ToolLists;

  constructor(database: Database.Database, pid: number) {
    this.#database = database;
    this.#pid = pid;
    this.#toolLists = new ToolLists(database);
  }

  /** One transaction. A row replaces the one with its id; a row without detail leaves the kept detail as it is. */
  put(exchanges: readonly StoredExchange[]): void {
    try {
      inTransaction(this.#database, () => {
        for (const exchange of exchanges) this.#upsert(exchange);
      });
    } catch (error) {
      // Lists of tools that were added are gone again with the rest.
      this.#toolLists.forget();
      throw error;
    }
  }

  #upsert(exchange: StoredExchange): void {
    const { facts } = exchange;
    const tools = facts === undefined ? null : this.#toolLists.placeOf(facts.toolNames);
    const columns = toColumns(exchange, this.#pid, tools);
    const names = Object.keys(columns);
    const kept = exchange.trace === undefined ? new Set(['id', ...detailColumns]) : new Set(['id']);
    const updates = names.filter((name) => !kept.has(name)).map((n) => `${n} = excluded.${n}`);
    this.#statement(
      `INSERT INTO exchanges (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`,
    ).run(...Object.values(columns));
  }

  /** There are two texts only: with detail and without. */
  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Newest first; `before` is the `startedAt` of the last row of the page before. */
  list({ limit, before, terms = [] }: RowQuery): readonly ExchangeRow[] {
    const { sql, values } = toSql(terms);
    const page = this.#database
      .prepare(
        `SELECT * FROM exchanges WHERE started_at < ? AND ${sql} ORDER BY started_at DESC, id LIMIT ?`,
      )
      .all(before ?? Number.MAX_SAFE_INTEGER, ...values, limit) as StoredRecord[];
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return page.map(toRow);
    const rest = this.#database
      .prepare(
        `SELECT * FROM exchanges WHERE started_at = ? AND id > ? AND ${sql} ORDER BY id LIMIT ?`,
      )
      .all(last.started_at, last.id, ...values, SAME_INSTANT_LIMIT) as StoredRecord[];
    return [...page, ...rest].map(toRow);
  }

  /** Of these ids, those of rows for which every term holds. */
  matching(ids: readonly string[], terms: readonly FilterTerm[]): readonly string[] {
    const { sql, values } = toSql(terms);
    const found = this.#database
      .prepare(`SELECT id FROM exchanges WHERE id IN (SELECT value FROM json_each(?)) AND ${sql}`)
      .all(JSON.stringify(ids), ...values) as { readonly id: string }[];
    return found.map(({ id }) => id);
  }

  detail(id: string): ExchangeDetail | null {
    const [record] = this.#database
      .prepare(
        `SELECT exchanges.*, tool_lists.names AS tool_names
         FROM exchanges LEFT JOIN tool_lists ON tool_lists.id = exchanges.tools WHERE exchanges.id = ?`,
      )
      .all(id) as (StoredRecord & FactsRecord)[];
    return record === undefined ? null : toDetail(record);
  }

  /** Per rule of a profile, and under `NO_RULE` where none held; `from` is the start of today (epoch ms). */
  hits(profileId: string, from: number): Readonly<Record<string, RuleHits>> {
    const today = 'coalesce(sum(requests) FILTER (WHERE first_at >= ?1), 0)';
    const sums = `sum(requests) AS total, sum(folded) AS folded, max(last_at) AS lastAt, ${today} AS today`;
    const counted = (columns: string, condition: string): string =>
      `(SELECT ${columns}, 1 AS requests, 0 AS folded, started_at AS first_at, started_at AS last_at
        FROM exchanges WHERE profile = ?2 AND ${condition}
        UNION ALL SELECT ${columns}, requests, requests, first_at, last_at
        FROM daily WHERE profile = ?2 AND ${condition})`;
    const rows = this.#database
      .prepare(
        `SELECT rule, ${sums} FROM ${counted('rule', 'rule IS NOT NULL')} GROUP BY rule
         UNION ALL
         SELECT '${NO_RULE}' AS rule, ${sums} FROM ${counted('unmatched', 'unmatched = 1')}
         HAVING count(*) > 0`,
      )
      .all(from, profileId) as ({ readonly rule: string } & RuleHits)[];
    return Object.fromEntries(rows.map(({ rule, ...hits }) => [rule, hits]));
  }

  /** Money leaves practice out, and compares only what has both figures: an unknown price saves nothing. */
  today(from: number): TodayFigures {
    const [row] = this.#database
      .prepare(
        `SELECT count(*) AS requests,
                count(*) FILTER (WHERE state IN ('failed', 'cut')) AS failed,
                count(*) FILTER (WHERE state = 'refused' AND error_code = 'blocked-by-lock') AS blocked,
                count(*) FILTER (WHERE state IN ('waiting', 'streaming')) AS streaming,
                count(*) FILTER (WHERE price_basis = 'unpriced') AS unpriced,
                count(*) FILTER (WHERE estimated = 1 AND ${isMoney}) AS estimated,
                coalesce(sum(cost_nano_usd) FILTER (WHERE ${isMoney}), 0) AS spentNanoUsd,
                coalesce(sum(baseline_nano_usd) FILTER (WHERE ${isCompared}), 0) AS baselineNanoUsd,
                coalesce(sum(baseline_nano_usd - cost_nano_usd) FILTER (WHERE ${isCompared}), 0) AS savedNanoUsd
         FROM exchanges WHERE started_at >= ?`,
      )
      .all(from) as TodayFigures[];
    if (row === undefined) throw new Error('An aggregate without a row');
    return row;
  }

  /** All lists of tools are about to go. */
  forget(): void {
    this.#toolLists.forget();
  }

  /** Lists of tools whose requests were deleted. */
  trimToolLists(): void {
    this.#toolLists.trim();
  }

  /** Rows left open by a process that is gone. What the upstream charged for them is unknown, so: unpriced. */
  closeOrphans(now: number, isAlive: (pid: number) => boolean): number {
    const pids = this.#database
      .prepare(`SELECT DISTINCT pid FROM exchanges WHERE state IN ('waiting', 'streaming')`)
      .all() as { readonly pid: number }[];
    let closed = 0;
    for (const { pid } of pids) {
      const isGone = !isAlive(pid);
      closed += this.#database
        .prepare(
          `UPDATE exchanges SET state = 'cut', error_code = 'gateway-stopping', error_message = ?,
             price_basis = CASE WHEN provider IS NOT NULL THEN coalesce(price_basis, 'unpriced') END
           WHERE pid = ? AND started_at < ? AND state IN ('waiting', 'streaming')`,
        )
        .run(
          CRASH_MESSAGE,
          pid,
          isGone ? Number.MAX_SAFE_INTEGER : now - LONGEST_EXCHANGE_MS,
        ).changes;
    }
    return closed;
  }
}

/** SQL: the row's cost is known and real. */
export const isMoney = `price_basis IN ('priced', 'free', 'subscription', 'hardware') AND cost_nano_usd IS NOT NULL`;
/** SQL: the row has both figures, so that "saved" is their difference and nothing else. */
export const isCompared = `${isMoney} AND baseline_nano_usd IS NOT NULL`;
