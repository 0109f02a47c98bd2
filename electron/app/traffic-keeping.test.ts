import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { inProcessChannel } from '../storage/store-channel.ts';
import { openStore } from '../storage/store.ts';
import type { ExchangeSummary } from '../traffic/exchange-record.ts';
import { keepTraffic } from './traffic-keeping.ts';

const project = '/home/kim/quiet';
const row = exchangeRow({
  id: 'quiet',
  startedAt: 1_000_000,
  state: 'failed',
  project,
  sessionId: 'canary-session',
  sentModel: 'MiniMax-M2.7',
  provider: 'minimax',
  rule: 'long',
  status: 500,
  estimatedInputTokens: 10,
  usage: { input: 10, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 5 },
  firstTokenMs: 1,
  durationMs: 2,
  costNanoUsd: 12,
  baselineNanoUsd: 30,
  textTail: 'canary-tail',
  errorCode: 'truncated',
  errorMessage: 'canary-error',
});
const summary: ExchangeSummary = {
  row,
  trace: [{ rule: 'long', matched: true, because: 'canary-trace' }],
  attempts: [],
  dropped: [{ path: 'canary-path', why: 'unknown' }],
  eventsLost: 0,
};
const text = JSON.stringify({ messages: [{ role: 'user', content: 'canary-text' }] });
const bodies = {
  method: 'POST',
  path: '/v1/messages',
  headers: {},
  request: new TextEncoder().encode(text),
  requestBytes: text.length,
  response: null,
  responseBytes: 0,
  isResponseCut: false,
};

test('of a quiet folder only counts reach the disk, of others everything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-quiet-'));
  const file = join(folder, 'traffic.db');
  const store = await openStore({ file, channel: inProcessChannel(Date.now) });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const files = (): string =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join();
  let quiet: readonly string[] = [project];
  const keeper = keepTraffic(store, () => quiet);
  const pass = (each: ExchangeRow): void => {
    keeper.row({ ...each, state: 'streaming' });
    keeper.ended(each, { ...summary, row: each });
    keeper.bodies(each, bodies);
  };

  pass(row);
  await store.flush();
  expect(files()).not.toContain('canary');
  expect(await store.bodies('quiet')).toBeNull();
  expect(await store.list({ limit: 5, before: null })).toEqual([
    { ...row, textTail: '', answerParts: [], sessionId: null, errorMessage: null },
  ]);

  quiet = [];
  pass({ ...row, id: 'loud' });
  expect(await store.bodies('loud')).not.toBeNull();
  for (const word of ['canary-error', 'canary-session', 'canary-trace', 'canary-text'])
    expect(files()).toContain(word);
});
