import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'libsql';
import { inTransaction } from './database.ts';
import { isMoney } from './exchanges.ts';

/** What sums are kept by: nothing that Costs or the rules' hits ask for is lost. */
const dimensions = [
  ...['day', 'provider', 'sent_model', 'asked_model', 'project', 'profile', 'rule', 'kind'],
  ...['price_basis', 'is_money', 'replay', 'unmatched', 'estimated'],
];
const tokens = [
  ...['input_tokens', 'cache_read_tokens', 'cache_write_5m_tokens', 'cache_write_1h_tokens'],
  'output_tokens',
];
const sums = ['requests', 'failed', ...tokens, 'cost_nano_usd', 'baseline_nano_usd'];

const foldSql = `
  INSERT INTO daily (key, ${dimensions.join(', ')}, first_at, last_at, ${sums.join(', ')})
  SELECT json_array(${dimensions.join(', ')}), ${dimensions.join(', ')},
         min(started_at), max(started_at), count(*),
         count(*) FILTER (WHERE state IN ('failed', 'cut')),
         ${[...tokens, 'cost_nano_usd', 'baseline_nano_usd'].map((name) => `coalesce(sum(${name}), 0)`).join(', ')}
  FROM (SELECT *, (${isMoney}) IS TRUE AS is_money FROM exchanges
        WHERE id IN (SELECT value FROM json_each(?)))
  GROUP BY ${dimensions.join(', ')}
  ON CONFLICT (key) DO UPDATE SET
    first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
    ${sums.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`;

/**
 * Folds the oldest rows that began before `before` into the sums of their day, at most `limit` of them, and deletes
 * them with what was kept of their bodies: all or nothing. Returns how many there were; fewer than `limit`: no more.
 */
export function foldRows(
  database: Database.Database,
  { before, limit }: { readonly before: number; readonly limit: number },
): number {
  return inTransaction(database, () => {
    const rows = database
      .prepare(
        `SELECT id FROM exchanges WHERE started_at < ? AND state NOT IN ('waiting', 'streaming')
         ORDER BY started_at LIMIT ?`,
      )
      .all(before, limit) as { readonly id: string }[];
    if (rows.length === 0) return 0;
    const ids = JSON.stringify(rows.map(({ id }) => id));
    database.prepare(foldSql).run(ids);
    for (const [table, column] of [
      ['bodies', 'exchange_id'],
      ['exchanges', 'id'],
    ] as const)
      database
        .prepare(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`)
        .run(ids);
    return rows.length;
  });
}

/**
 * Rows, sums and bodies, for good: the file is written anew without them and the journal cut off, and damaged files that
 * were set aside go too. Returns how many requests there were.
 * @throws when another process reads or writes the file just then; nothing of it stays half deleted.
 */
export function deleteEverything(database: Database.Database, file: string): number {
  const [row] = database
    .prepare(
      `SELECT (SELECT count(*) FROM exchanges) + (SELECT coalesce(sum(requests), 0) FROM daily) AS count`,
    )
    .all() as { readonly count: number }[];
  inTransaction(database, () => {
    for (const table of ['bodies', 'exchanges', 'daily', 'tool_lists'])
      database.exec(`DELETE FROM ${table}`);
  });
  database.exec(`INSERT INTO body_texts (body_texts) VALUES ('rebuild')`);
  database.exec('VACUUM');
  database.pragma('wal_checkpoint(TRUNCATE)');
  for (const name of setAsideFiles(file)) rmSync(name, { force: true });
  return row?.count ?? 0;
}

function setAsideFiles(file: string): readonly string[] {
  const folder = dirname(file);
  if (!existsSync(folder)) return [];
  const start = `${basename(file)}.malformed-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => join(folder, name));
}
