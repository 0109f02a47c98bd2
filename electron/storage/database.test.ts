import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'libsql';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { outcomeOf } from '../../shared/domain/outcome.ts';
import type { StoreState } from '../../shared/domain/status.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { openDatabase } from './database.ts';
import { migrations } from './migrations/index.ts';
import { inProcessChannel } from './store-channel.ts';
import { openStore } from './store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-database-'));
  file = join(folder, 'deep', 'traffic.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const at = Date.parse('2026-11-21T05:31:25Z');
const open = (steps = migrations) => openDatabase(file, () => at, steps);

function answerOf(database: Database.Database, pragma: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${pragma}`).all()[0] as object)[0];
}

test('an empty place becomes a database of the newest version, in WAL mode', () => {
  const { database, isReadOnly, note } = open();
  expect({ isReadOnly, note }).toEqual({ isReadOnly: false, note: null });
  expect(answerOf(database, 'user_version')).toBe(migrations.at(-1)?.version);
  expect(answerOf(database, 'journal_mode')).toBe('wal');
  expect(answerOf(database, 'synchronous')).toBe(1);
  database.close();
});

test('migrations count up from 1 without a gap', () => {
  expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1));
});

test('an older file is brought up step by step and keeps its rows', () => {
  const first = open();
  first.database.exec('CREATE TABLE kept (value INTEGER) STRICT; INSERT INTO kept VALUES (7)');
  first.database.close();
  const next = { version: migrations.length + 1, sql: 'ALTER TABLE kept ADD COLUMN extra TEXT' };
  const second = open([...migrations, next]);
  expect(second.database.prepare('SELECT * FROM kept').all()).toEqual([{ value: 7, extra: null }]);
  expect(answerOf(second.database, 'user_version')).toBe(next.version);
  second.database.close();
});

test.each(migrations.map(({ version }) => version))(
  'a file of version %i is brought up, and its rows are listed, summed and folded',
  async (version) => {
    const old = open(migrations.slice(0, version)).database;
    old.exec(
      `INSERT INTO exchanges (id, started_at, day, pid, state, kind, kinds, client, asked_model, sent_model, provider,
         profile, rule, attempts, stream, estimated_input_tokens, input_tokens, cache_read_tokens, cache_write_5m_tokens,
         cache_write_1h_tokens, output_tokens, cost_nano_usd, price_basis, output_so_far)
       VALUES ('old', ${String(at)}, '2026-11-21', 1, 'complete', 'main', '["main"]', 'claude-code', 'opus', 'glm', 'zai',
         'p', 'r', 1, 1, 9, 7, 1, 2, 3, 5, 77, 'priced', 5)`,
    );
    old.close();
    const store = await openStore({ file, channel: inProcessChannel(() => at) });
    const baseline = { provider: 'anthropic', model: 'claude-sonnet-4-6' };
    const sums = async (): Promise<unknown> => [
      await store.hits('p'),
      await store.costSummary({ from: 0, to: at + 1, groupBy: 'model', baseline }),
    ];
    expect(await store.list({ limit: 5, before: null })).toMatchObject([
      { id: 'old', provider: 'zai', usage: { input: 7, output: 5 }, costNanoUsd: 77, targets: 0 },
    ]);
    const before = await sums();
    expect(before).toMatchObject([
      { r: { total: 1 } },
      { total: { requests: 1, spentNanoUsd: 77 } },
    ]);
    expect(await store.fold(at + 1)).toBe(1);
    // Only that its row is gone: no figure changes.
    const figures = (all: unknown): unknown =>
      JSON.parse(
        JSON.stringify(all, (key, value: unknown) => (key === 'folded' ? undefined : value)),
      );
    expect(figures(await sums())).toEqual(figures(before));
    await store.close();
  },
);

test('a file that knew one kind of cancel learns who it was, as far as its words tell', async () => {
  const old = open(migrations.slice(0, 7)).database;
  const attempt = (words: string): string =>
    JSON.stringify([{ outcome: 'cancelled', errorCode: 'client-gone', errorMessage: words }]);
  const lost = 'Switchyard ended before this request did; how it ended is not known.';
  const insert = old.prepare(
    `INSERT INTO exchanges (id, started_at, day, pid, state, kind, kinds, client, asked_model, attempts, stream,
       estimated_input_tokens, output_so_far, error_code, error_message, attempt_records)
     VALUES (?, ?, '2026-11-21', 1, ?, 'main', '["main"]', 'claude-code', 'opus', 1, 1, 9, 5, ?, ?, ?)`,
  );
  const rows = [
    ['mid', 'cancelled', 'client-gone', 'Cancelled in Switchyard', 'Cancelled in Switchyard'],
    ['early', 'cancelled', 'client-gone', 'Cancelled in Switchyard', 'The client went away'],
    ['left', 'cancelled', 'client-gone', 'The client went away', 'The client went away'],
    ['quiet', 'cancelled', 'client-gone', null, ''],
    ['crashed', 'cut', 'truncated', lost, ''],
    ['cut', 'cut', 'truncated', 'Z.AI broke off its answer: reset', ''],
  ] as const;
  for (const [place, [id, state, code, words, ofAttempt]] of rows.entries())
    insert.run(id, at - place, state, code, words, attempt(ofAttempt));
  old.close();
  const store = await openStore({ file, channel: inProcessChannel(() => at) });
  onTestFinished(() => store.close());
  const listed = await store.list({ limit: 9, before: null });
  expect(listed.map((row) => [row.id, outcomeOf(row)])).toEqual([
    ['mid', 'cancelled-here'],
    ['early', 'cancelled-here'],
    ['left', 'client-left'],
    ['quiet', 'cancelled'],
    ['crashed', 'stopped'],
    ['cut', 'cut'],
  ]);
  const ofAttempt = async (id: string): Promise<unknown> => (await store.detail(id))?.attempts;
  for (const id of ['mid', 'early'])
    expect(await ofAttempt(id)).toMatchObject([
      { errorCode: 'cancelled-here', errorMessage: 'Cancelled in Switchyard' },
    ]);
  expect(await ofAttempt('left')).toMatchObject([{ errorCode: 'client-gone' }]);
});

test('a step that fails leaves the file as it was', () => {
  open().database.close();
  const broken = {
    version: migrations.length + 1,
    sql: 'CREATE TABLE half (value INTEGER); INSERT INTO no_such_table VALUES (1)',
  };
  expect(() => open([...migrations, broken])).toThrow(/no_such_table/);
  const { database } = open();
  expect(answerOf(database, 'user_version')).toBe(migrations.length);
  expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'half'`).all()).toEqual([]);
  database.close();
});

test('a file of a newer app opens for reading only and is not touched', () => {
  const made = open();
  made.database.exec('PRAGMA user_version = 999');
  made.database.close();
  const { database, isReadOnly, note } = open();
  expect(isReadOnly).toBe(true);
  expect(note).toEqual({ kind: 'newer', fileVersion: 999, appVersion: migrations.length });
  expect(database.prepare('SELECT count(*) AS n FROM exchanges').all()).toEqual([{ n: 0 }]);
  expect(() => database.exec('DELETE FROM exchanges')).toThrow();
  expect(answerOf(database, 'user_version')).toBe(999);
  database.close();
});

test.each([
  ['text', Buffer.from('this is not a database, '.repeat(400))],
  ['a broken header', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8000, 0xee)])],
])('a file of %s is set aside with the time in its name', (_, bytes) => {
  mkdirSync(join(folder, 'deep'));
  writeFileSync(file, bytes);
  const { database, isReadOnly, note } = open();
  expect({ isReadOnly, kind: note?.kind }).toEqual({ isReadOnly: false, kind: 'set-aside' });
  expect(database.prepare('SELECT count(*) AS n FROM exchanges').all()).toEqual([{ n: 0 }]);
  expect(readdirSync(join(folder, 'deep'))).toContain('traffic.db.malformed-2026-11-21T05-31-25');
  database.close();
});

/** Makes a file whose tables are damaged behind its first pages. */
function damaged(): void {
  const { database } = open();
  database.exec('CREATE TABLE much (value TEXT) STRICT; BEGIN');
  const insert = database.prepare('INSERT INTO much VALUES (?)');
  for (let index = 0; index < 2000; index += 1) insert.run('x'.repeat(200));
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  const size = Number(answerOf(database, 'page_count')) * Number(answerOf(database, 'page_size'));
  database.close();
  overwrite(file, 40_960, Buffer.alloc(size - 40_960, 0xab));
}

function setAsideFiles(): readonly string[] {
  const names = readdirSync(join(folder, 'deep')).filter((name) => name.includes('malformed'));
  return names.filter((name) => !/-(wal|shm)$/.test(name));
}

test('damage inside a table is found at opening; a second one keeps both files', () => {
  for (const count of [1, 2]) {
    damaged();
    const reopened = open();
    expect(reopened.note?.kind).toBe('set-aside');
    reopened.database.close();
    expect(setAsideFiles()).toHaveLength(count);
  }
});

test('damage in a file too large to check at opening is met, set aside, and what was put is kept in a fresh one', async () => {
  const { database } = open();
  database.exec('CREATE TABLE much (value BLOB); INSERT INTO much VALUES (zeroblob(9000000))');
  const [page] = database
    .prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'exchanges'`)
    .all() as { rootpage: number }[];
  const size = Number(answerOf(database, 'page_size'));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  overwrite(file, ((page?.rootpage ?? 0) - 1) * size, Buffer.alloc(size, 0xab));
  const states: StoreState[] = [];
  const store = await openStore({
    file,
    channel: inProcessChannel(() => at),
    retryMs: 5,
    onState: (state) => states.push(state),
  });
  onTestFinished(() => store.close());
  expect(store.note).toBeNull();
  store.put([{ row: exchangeRow({ id: 'kept' }) }]);
  await store.flush();
  await vi.waitFor(async () => {
    expect(await store.list({ limit: 5, before: null })).toMatchObject([{ id: 'kept' }]);
  });
  const [name] = setAsideFiles();
  expect(name).toMatch(/^traffic\.db\.malformed-/);
  expect(store.state).toEqual({
    condition: 'working',
    dropped: 0,
    droppedBodies: 0,
    setAside: name,
  });
  expect(states.at(-1)).toEqual(store.state);
});

function overwrite(path: string, position: number, bytes: Buffer): void {
  const handle = openSync(path, 'r+');
  writeSync(handle, bytes, 0, bytes.length, position);
  closeSync(handle);
}
