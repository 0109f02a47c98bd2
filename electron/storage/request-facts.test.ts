import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { dayStart } from '../../shared/domain/local-day.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import { NO_RULE } from '../../shared/domain/rule.ts';
import { openDatabase } from './database.ts';
import { migrations } from './migrations/index.ts';
import { inProcessChannel } from './store-channel.ts';
import { openStore, type ExchangeStore } from './store.ts';

let folder: string;
let file: string;
let store: ExchangeStore;
const now = new Date(2026, 10, 21, 14, 30).getTime();
const open = () =>
  openStore({
    file,
    channel: inProcessChannel(() => now),
    clock: { now: () => now, monotonic: () => 0 },
  });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-facts-'));
  file = join(folder, 'traffic.db');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const facts: RequestFacts = {
  kinds: ['subagent', 'thinking', 'image'],
  model: 'claude-opus-4-8',
  tier: 'opus',
  inputTokens: 61_000,
  thinking: true,
  effort: 'high',
  toolNames: ['Bash', 'Read', 'mcp__도구__찾기'],
  images: true,
  stream: true,
  project: '/home/kim/작업',
  client: 'codex',
  sessionId: '0ae5fb90-93d9-4c0f-a5a7-6c5f9c8e5d5a',
  tag: { provider: 'zai', model: 'glm-5.2' },
  minuteOfDay: 14 * 60 + 30,
};
const plain = exchangeRow({
  id: 'one',
  startedAt: now,
  kinds: facts.kinds,
  client: facts.client,
  project: facts.project,
  sessionId: facts.sessionId,
  askedModel: facts.model,
  sentModel: 'glm-5.2',
  provider: 'zai',
  rule: null,
  stream: facts.stream,
  estimatedInputTokens: facts.inputTokens,
  usage: null,
  firstTokenMs: null,
  durationMs: 9000,
  costNanoUsd: null,
  baselineNanoUsd: null,
  priceBasis: 'unpriced',
  answerParts: [],
});
const detail = (over: Partial<ExchangeDetail>, row: Partial<ExchangeRow> = {}): ExchangeDetail => ({
  row: { ...plain, ...row },
  trace: [],
  attempts: [],
  dropped: [],
  events: [],
  eventsLost: 0,
  upstreamEvents: null,
  upstreamEventsLost: 0,
  ...over,
});
const factsOf = async (id: string): Promise<RequestFacts | undefined> =>
  (await store.detail(id))?.facts;

test('the facts of a request come back as rules saw them', async () => {
  store = await open();
  const quiet: RequestFacts = {
    ...facts,
    kinds: ['main'],
    thinking: false,
    images: false,
    effort: null,
    toolNames: [],
    sessionId: null,
    tag: null,
  };
  store.put([
    detail({ facts }),
    detail({ facts: quiet }, { id: 'two', kinds: quiet.kinds, sessionId: null }),
    detail({}, { id: 'without' }),
  ]);
  expect(await factsOf('one')).toEqual(facts);
  expect(await factsOf('two')).toEqual(quiet);
  expect(await factsOf('without')).toBeUndefined();
  // A row alone, put later, leaves them as they are.
  store.put([{ row: { ...plain, durationMs: 1 } }]);
  expect(await factsOf('one')).toEqual(facts);
});

test('a list of tools is kept once, and one that is too long makes the facts missing', async () => {
  store = await open();
  const endless = Array.from({ length: 9_000 }, (_, index) => `tool-${String(index)}`);
  store.put([
    ...Array.from({ length: 30 }, (_, index) => detail({ facts }, { id: `row-${String(index)}` })),
    detail({ facts: { ...facts, toolNames: endless } }, { id: 'endless' }),
  ]);
  await store.flush();
  const database = new Database(file);
  expect(database.prepare('SELECT names FROM tool_lists').all()).toEqual([
    { names: JSON.stringify(facts.toolNames) },
  ]);
  database.close();
  expect(await factsOf('row-29')).toEqual(facts);
  expect(await factsOf('endless')).toBeUndefined();
});

test('lists that no request names any more go at the next start, once they are many', async () => {
  store = await open();
  store.put([detail({ facts })]);
  await store.close();
  const database = new Database(file);
  const insert = database.prepare('INSERT INTO tool_lists (names) VALUES (?)');
  for (let index = 0; index < 1_000; index += 1) insert.run(`["tool-${String(index)}"]`);
  database.close();
  store = await open();
  expect(await factsOf('one')).toEqual(facts);
  const after = new Database(file);
  expect(after.prepare('SELECT count(*) AS lists FROM tool_lists').all()).toEqual([{ lists: 1 }]);
  after.close();
});

test('rows of an earlier version have no facts', async () => {
  const earlier = migrations.filter(({ version }) => version < 4);
  const { database } = openDatabase(file, () => now, earlier);
  database.exec(
    `INSERT INTO exchanges (id, started_at, day, pid, state, kind, kinds, client, asked_model, attempts,
       stream, estimated_input_tokens, output_so_far)
     VALUES ('old', 5, '1970-01-01', 1, 'complete', 'main', '["main"]', 'other', 'claude', 1, 1, 10, 0)`,
  );
  database.close();
  store = await open();
  expect(await store.detail('old')).toMatchObject({ row: { id: 'old', kinds: ['main'] } });
  expect(await factsOf('old')).toBeUndefined();
});

test('requests that no rule held for are counted as such, and no others', async () => {
  store = await open();
  const yesterday = dayStart(now) - 1;
  const native = { provider: 'native', rule: null } as const;
  store.put([
    detail({ facts }, { ...native, isUnmatched: true, id: 'a' }),
    detail({ facts }, { ...native, isUnmatched: true, id: 'b', startedAt: yesterday }),
    detail({ facts }, { ...native, id: 'routing-off' }),
    detail({ facts }, { id: 'asked-for-by-name', provider: 'zai' }),
    detail({ facts }, { ...native, isUnmatched: true, id: 'c', profile: 'other' }),
  ]);
  expect(await store.hits('hybrid')).toEqual({
    [NO_RULE]: { today: 1, total: 2, folded: 0, lastAt: now },
  });
});
