import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { concernsOf } from '../../shared/domain/answer-health.ts';
import type { AttemptRecord, ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { inProcessChannel } from './store-channel.ts';
import { openStore, type ExchangeStore } from './store.ts';

const usual = exchangeRow({
  id: '',
  startedAt: 0,
  project: null,
  sessionId: null,
  askedModel: 'm',
  sentModel: 'm',
  provider: 'one',
  profile: 'p',
  rule: null,
  estimatedInputTokens: 0,
  usage: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 60 },
  costNanoUsd: null,
  baselineNanoUsd: null,
  priceBasis: null,
  answerParts: [],
});

let folder: string;
let store: ExchangeStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-health-'));
  const channel = inProcessChannel(() => 0);
  store = await openStore({ file: join(folder, 'traffic.db'), channel });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;
function put(row: Partial<ExchangeRow>, attempts: readonly AttemptRecord[] = []): void {
  count += 1;
  store.put([
    {
      row: { ...usual, id: `x${String(count)}`, startedAt: 1_000 + count, ...row },
      trace: [],
      attempts,
      dropped: [],
      eventsLost: 0,
    },
  ]);
}
const attempt = (
  provider: string,
  outcome: AttemptRecord['outcome'],
  more: Partial<AttemptRecord> = {},
): AttemptRecord => ({
  provider,
  model: 'm',
  keyId: null,
  startedAtMs: 0,
  durationMs: 1,
  status: 200,
  outcome,
  errorCode: null,
  errorMessage: null,
  ...more,
});

test('sums up requests, calls, faults and times of each model', async () => {
  const one = { provider: 'one', sentModel: 'm', stream: true };
  put({ ...one, firstTokenMs: 100, durationMs: 1_100, toolCalls: 3, badToolCalls: 0 });
  put({
    ...one,
    firstTokenMs: 900,
    durationMs: 1_900,
    faults: ['tool-arguments', 'think-leak'],
    toolCalls: 2,
    badToolCalls: 1,
  });
  put({ ...one, state: 'cut', firstTokenMs: null, durationMs: 5 });
  put({ ...one, state: 'cancelled' });
  put({ ...one, replay: { of: null } });
  expect(await store.modelHealth(0)).toEqual([
    {
      provider: 'one',
      model: 'm',
      requests: 3,
      passedOn: 0,
      answered: 2,
      toolCalls: 5,
      badToolCalls: 1,
      faults: {
        'tool-arguments': 1,
        'think-leak': 1,
        truncated: 0,
        stalled: 0,
        refused: 0,
        empty: 0,
      },
      firstTokenP50Ms: 900,
      firstTokenP95Ms: 900,
      tokensPerSecond: 60,
    },
  ]);
  expect(await store.modelHealth(1_000_000)).toEqual([]);
});

test('a target that failed before another answered was asked, too', async () => {
  put({ provider: 'two', sentModel: 'm', attempts: 2 }, [
    attempt('one', 'failed'),
    attempt('two', 'answered'),
  ]);
  const health = await store.modelHealth(0);
  expect(
    health.map(({ provider, requests, passedOn, answered }) => [
      provider,
      requests,
      passedOn,
      answered,
    ]),
  ).toEqual([
    ['one', 1, 1, 0],
    ['two', 1, 0, 1],
  ]);
});

const counts = async (): Promise<unknown> =>
  (await store.modelHealth(0)).map(({ provider, requests, answered }) => [
    provider,
    requests,
    answered,
  ]);

test('it keeps its failure, whoever gave the request up afterwards', async () => {
  const attempts = [
    attempt('one', 'failed', { errorCode: 'upstream-overloaded' }),
    attempt('two', 'cancelled', { errorCode: 'client-gone' }),
  ];
  put({ provider: 'two', attempts: 2, state: 'cancelled', errorCode: 'client-gone' }, attempts);
  put({ provider: 'two', attempts: 2, state: 'refused', errorCode: 'blocked-by-lock' }, attempts);
  expect(await counts()).toEqual([['one', 2, 0]]);
});

test.each([
  ['key-missing', 0],
  ['key-rejected', 0],
  ['no-credit', 0],
  ['keychain-unavailable', 0],
  ['context-too-long', 0],
  ['internal', 0],
  ['upstream-failed', 1],
  ['upstream-rate-limited', 1],
  ['upstream-rejected', 1],
  ['model-not-found', 1],
  ['truncated', 1],
] as const)('a failure with %s counts %i times against the model', async (errorCode, times) => {
  put({ state: 'failed', errorCode });
  put({ attempts: 2 }, [attempt('one', 'failed', { errorCode }), attempt('one', 'answered')]);
  expect(await counts()).toEqual([['one', 1 + 2 * times, 1]]);
});

test('what the app itself broke off says nothing about the model', async () => {
  put({ state: 'cut', errorCode: 'gateway-stopping' });
  expect(await counts()).toEqual([]);
});

test('the first token is waited for from the attempt that brought it', async () => {
  const attempts = [attempt('one', 'failed'), attempt('two', 'answered', { startedAtMs: 9_000 })];
  put({ provider: 'two', attempts: 2, firstTokenMs: 9_400, durationMs: 11_400 }, attempts);
  const [, two] = await store.modelHealth(0);
  expect([two?.provider, two?.firstTokenP50Ms, two?.tokensPerSecond]).toEqual(['two', 400, 30]);
});

test('answers that stood still until they were cut are a concern of their own', async () => {
  for (let index = 0; index < 5; index += 1)
    put({ state: 'cut', errorCode: 'upstream-timeout', faults: ['stalled'] });
  const [health] = await store.modelHealth(0);
  expect(health && concernsOf(health)).toEqual(['failing', 'stalled']);
});

test('rows bring their faults back, and Live finds them', async () => {
  put({ faults: ['think-leak', 'empty'], toolCalls: 2, badToolCalls: 1 });
  put({});
  const [, faulty] = await store.list({ limit: 2, before: null });
  expect(faulty).toMatchObject({
    faults: ['think-leak', 'empty'],
    toolCalls: 2,
    badToolCalls: 1,
  });
});

test('concerns need enough requests, and name what is above its threshold', async () => {
  const bad = { provider: 'one', sentModel: 'm', toolCalls: 1, badToolCalls: 1 } as const;
  for (let index = 0; index < 4; index += 1) put(bad);
  const [few] = await store.modelHealth(0);
  expect(few && concernsOf(few)).toEqual([]);
  put({ ...bad, state: 'failed', faults: ['think-leak'] });
  const [enough] = await store.modelHealth(0);
  expect(enough && concernsOf(enough)).toEqual(['failing', 'tool-arguments', 'think-leak']);
});
