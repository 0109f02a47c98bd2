import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anthropicAnswer, openaiAnswer } from '../../e2e/upstream/dialects.ts';
import { outcomeOf } from '../../shared/domain/outcome.ts';
import { applyReplayPush, type ReplayPush, type ReplayRun } from '../../shared/domain/replay.ts';
import { isEnded } from '../../shared/domain/exchange.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import { systemClock } from '../base/clock.ts';
import { combineObservers } from '../gateway/observer.ts';
import { configurationFor, TOKEN } from '../gateway/testing.ts';
import { useGateway, useUpstreams } from '../gateway/testing/hooks.ts';
import { inProcessChannel } from '../storage/store-channel.ts';
import { openStore, type ExchangeStore } from '../storage/store.ts';
import { MAX_BODY_BYTES } from '../traffic/bodies.ts';
import { createRecorder } from '../traffic/recorder.ts';
import { ReplayDesk } from './replay-desk.ts';

const canary = 'sk-ant-api03-canary0123456789abcdefghij';
const call = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { file_path: '/a' } } as const;
let folder: string;
const { one, two } = useUpstreams({
  one: anthropicAnswer([{ type: 'text', text: 'from one' }, call]),
  two: openaiAnswer([{ type: 'text', text: 'from two' }, call]),
});
let store: ExchangeStore;
let desk: ReplayDesk;
let pushes: ReplayPush[];
let lastRow: () => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-replay-'));
  store = await openStore({
    file: join(folder, 'traffic.db'),
    channel: inProcessChannel(() => Date.now()),
  });
  pushes = [];
  lastRow = () => undefined;
  const providers: Provider[] = [
    {
      id: 'one',
      preset: 'deepseek',
      wire: 'anthropic-messages',
      baseUrl: one.url,
      auth: 'none',
    },
    { id: 'two', wire: 'openai-chat', baseUrl: two.url, auth: 'none' },
  ];
  const configuration = configurationFor(one.url, providers, {
    strategy: 'failover',
    targets: [{ provider: 'one', model: 'deepseek-v4-pro' }],
  });
  desk = new ReplayDesk({
    gateway: () => under.gateway,
    traffic: () => ({
      bodies: (id) => store.bodies(id),
      detail: (id) => store.detail(id),
    }),
    configuration: () => configuration,
    clock: systemClock,
    onPush: (push) => pushes.push(push),
  });
  const recorder = createRecorder({
    configuration: () => configuration,
    capture: () => 'all',
    onBodies: ({ id }, bodies) => {
      store.putBodies(id, bodies);
    },
    onRow: (row) => {
      desk.watch.row(row);
      if (isEnded(row.state)) lastRow();
    },
    onEnd: (_row, detail) => {
      store.put([detail]);
    },
  });
  await under.start(
    configuration,
    {},
    {
      observer: combineObservers([desk.watch, recorder], (error) => {
        throw error;
      }),
      authorize: (token) => (token === TOKEN ? { project: '/p' } : desk.authorize(token)),
    },
  );
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
// It ends before the store that it writes to.
const under = useGateway();

/** What Claude Code sent a while ago; resolves to its id. */
async function askOnce(extra: object = {}): Promise<string> {
  const ended = new Promise<void>((resolve) => {
    lastRow = resolve;
  });
  await under.send(extra);
  await ended;
  const [row] = await store.list({ limit: 1, before: null });
  return row?.id ?? '';
}

async function draftOf(exchangeId: string): Promise<string> {
  const prepared = await desk.prepare({ exchangeId });
  if (prepared.kind !== 'ready') throw new Error(prepared.problem);
  return prepared.draft.draftId;
}

const both = [
  { provider: 'one', model: 'deepseek-v4-pro' },
  { provider: 'two', model: 'local' },
];

/** Resolves when so many sides have ended. */
function ends(count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    lastRow = () => {
      left -= 1;
      if (left === 0) resolve();
    };
  });
}

test('sends a kept request to two targets at once and shows both answers as blocks', async () => {
  const id = await askOnce({ tools: [{ name: 'Read', input_schema: { type: 'object' } }] });
  const draftId = await draftOf(id);
  const budget = desk.budget({ draftId, maxTokens: 500, targets: both });
  const done = ends(2);
  desk.start(budget.budgetId);
  await done;
  const run = desk.watch.run();
  expect(run?.sides.map(({ state, blocks }) => ({ state, blocks }))).toEqual(
    ['from one', 'from two'].map((text) => ({
      state: 'complete',
      blocks: [
        { kind: 'text', name: '', text },
        { kind: 'tool', name: 'Read', text: '{"file_path":"/a"}' },
      ],
    })),
  );
  const sent = JSON.parse(two.requests[0]?.body.toString() ?? '') as object;
  expect(sent).toMatchObject({ model: 'local', max_tokens: 500, stream: true });
});

test('records what it sent as replays: the cost is real, and nothing is saved by it', async () => {
  const id = await askOnce();
  const before = await store.today(0);
  const draftId = await draftOf(id);
  const budget = desk.budget({ draftId, maxTokens: 64, targets: both.slice(0, 1) });
  const done = ends(1);
  desk.start(budget.budgetId);
  await done;
  const [row] = await store.list({ limit: 1, before: null });
  expect(row).toMatchObject({ replay: { of: id }, priceBasis: 'priced', baselineNanoUsd: 0 });
  const cost = row?.costNanoUsd ?? 0;
  expect(cost).toBeGreaterThan(0);
  const after = await store.today(0);
  expect(after.spentNanoUsd - before.spentNanoUsd).toBe(cost);
  expect(after.savedNanoUsd - before.savedNanoUsd).toBe(-cost);
  const summary = await store.costSummary({
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    groupBy: 'provider',
    baseline: { provider: 'anthropic', model: 'claude-sonnet-4-6' },
  });
  expect(summary.total.baselineNanoUsd).toBe(after.baselineNanoUsd);
  const kept = budget.lines[0];
  expect((kept?.inputNanoUsd ?? 0) + (kept?.outputNanoUsd ?? 0)).toBeGreaterThan(cost);
});

test('a budget says what has no price, and only the last one shown can be sent, once', async () => {
  const draftId = await draftOf(await askOnce());
  const first = desk.budget({ draftId, maxTokens: 10, targets: both });
  const second = desk.budget({ draftId, maxTokens: 20, targets: both });
  expect(second.lines.map(({ basis, outputNanoUsd }) => [basis, outputNanoUsd === null])).toEqual([
    ['priced', false],
    ['unpriced', true],
  ]);
  expect(() => desk.start(first.budgetId)).toThrow('not the last');
  const done = ends(2);
  desk.start(second.budgetId);
  expect(() => desk.start(second.budgetId)).toThrow('not the last');
  await done;
});

test('pushes put together what the run says, and a missed push is noticed', async () => {
  const draftId = await draftOf(await askOnce());
  const { budgetId } = desk.budget({ draftId, maxTokens: 10, targets: both });
  desk.watch.watch(true);
  const done = ends(2);
  const start = desk.start(budgetId);
  await done;
  await expect.poll(() => pushes.at(-1)?.sides.every(({ state }) => isEnded(state))).toBe(true);
  let run: ReplayRun | null = start;
  for (const push of pushes) run = run && applyReplayPush(run, push);
  expect(run).toEqual(desk.watch.run());
  const late: ReplayPush = {
    replayId: start.replayId,
    sides: start.sides.map((side) => ({
      ...side,
      blocks: [{ index: 0, kind: 'text', name: '', from: 9, text: 'x' }],
    })),
  };
  expect(applyReplayPush(start, late)).toBeNull();
});

test('one side can be cancelled while the other goes on; closing cancels what is left', async () => {
  const draftId = await draftOf(await askOnce());
  for (const upstream of [one, two]) upstream.play(() => undefined);
  const { budgetId } = desk.budget({ draftId, maxTokens: 10, targets: both });
  const { replayId } = desk.start(budgetId);
  await Promise.all([one.arrived(2), two.arrived(1)]);
  const first = ends(1);
  desk.cancel(replayId, 0);
  await first;
  expect(desk.watch.run()?.sides.map(({ state }) => state)).toEqual(['cancelled', 'waiting']);
  const second = ends(1);
  desk.close(replayId);
  await second;
  expect(desk.watch.run()).toBeNull();
  const rows = await store.list({ limit: 2, before: null });
  expect(rows.map(outcomeOf)).toEqual(['cancelled-here', 'cancelled-here']);
});

test('a side that is cancelled before the gateway has it never reaches its target', async () => {
  const draftId = await draftOf(await askOnce());
  const { budgetId } = desk.budget({ draftId, maxTokens: 10, targets: both });
  const { replayId } = desk.start(budgetId);
  desk.cancel(replayId, 0);
  await ends(1);
  await expect
    .poll(() => desk.watch.run()?.sides.map(({ state }) => state))
    .toEqual(['cancelled', 'complete']);
  expect(one.requests).toHaveLength(1);
});

test('one side that fails says why; the other answers', async () => {
  const draftId = await draftOf(await askOnce());
  two.play((response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"error":{"message":"bad key"}}');
  });
  const { budgetId } = desk.budget({ draftId, maxTokens: 10, targets: both });
  const done = ends(2);
  desk.start(budgetId);
  await done;
  expect(desk.watch.run()?.sides).toMatchObject([
    { state: 'complete', errorMessage: null },
    { state: 'failed', errorMessage: expect.stringContaining('bad key') as string },
  ]);
});

test.each([
  ['no JSON', 'not-json'],
  ['{"model":"m"}', 'not-messages'],
] as const)('pasted text that is no request is told as such: %s', async (text, problem) => {
  expect(await desk.prepare({ text })).toMatchObject({ kind: 'problem', problem });
});

test('what was not kept, or only in part, cannot be sent again', async () => {
  expect(await desk.prepare({ exchangeId: 'swy_gone' })).toMatchObject({ problem: 'not-kept' });
  const long = { messages: [{ role: 'user', content: 'x'.repeat(MAX_BODY_BYTES + 1) }] };
  expect(await desk.prepare({ exchangeId: await askOnce(long) })).toMatchObject({ problem: 'cut' });
});

test('a key in the kept body is sent blanked, and the draft says so', async () => {
  const id = await askOnce({ messages: [{ role: 'user', content: `use ${canary} now` }] });
  const prepared = await desk.prepare({ exchangeId: id });
  expect(prepared).toMatchObject({ draft: { isRedacted: true, of: id } });
  expect(JSON.stringify(prepared)).not.toContain(canary);
});

test('the recorded answer can stand beside without being sent', async () => {
  const id = await askOnce();
  const prepared = await desk.prepare({ exchangeId: id });
  expect(prepared).toMatchObject({
    draft: {
      recorded: {
        exchangeId: id,
        state: 'complete',
        target: { provider: 'one', model: 'deepseek-v4-pro' },
        blocks: [
          { kind: 'text', text: 'from one' },
          { kind: 'tool', name: 'Read', text: '{"file_path":"/a"}' },
        ],
      },
    },
  });
});
