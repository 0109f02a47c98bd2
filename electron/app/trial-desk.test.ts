import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { ExchangeDetail } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import type { TrialProgress } from '../../shared/domain/past-trial.ts';
import { inProcessChannel } from '../storage/store-channel.ts';
import { openStore, type ExchangeStore } from '../storage/store.ts';
import { findLocalProviders } from './local-providers.ts';
import { TrialDesk } from './trial-desk.ts';

// The desk over a real database of some days.
const now = new Date(2026, 10, 21, 14, 30).getTime();
const HOUR_MS = 3_600_000;
let folder: string;
let store: ExchangeStore;
let desk: TrialDesk;
let progress: TrialProgress[];
let onProgress: () => void;

const configuration = configurationSchema.parse({
  version: 1,
  activeProfile: 'hybrid',
  providers: [
    { id: 'zai', preset: 'zai' },
    { id: 'ollama', preset: 'ollama' },
  ],
  profiles: [
    { id: 'hybrid', rules: [] },
    {
      id: 'edited',
      lock: 'local-only',
      rules: [
        {
          id: 'haiku',
          when: { tier: ['haiku'] },
          then: { targets: [{ provider: 'ollama', model: 'qwen3:8b' }] },
        },
      ],
    },
  ],
});
const [saved, locked] = configuration.profiles;
if (saved === undefined || locked === undefined) throw new Error('two profiles');
const draft = { ...locked, id: saved.id, lock: null };

function request(index: number, over: Partial<ExchangeDetail['row']> = {}): ExchangeDetail {
  const askedModel = index % 2 === 0 ? 'claude-haiku-4-5' : 'claude-opus-4-8';
  const row = exchangeRow({
    id: `row-${String(index)}`,
    // Three rows share each instant: a slice must neither lose nor repeat one.
    startedAt: now - 1 - Math.floor(index / 3) * 10,
    project: null,
    sessionId: null,
    askedModel,
    sentModel: askedModel,
    provider: 'native',
    rule: null,
    estimatedInputTokens: 100,
    usage: { input: 100, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 10 },
    firstTokenMs: 1,
    durationMs: 2,
    costNanoUsd: 1_000,
    baselineNanoUsd: 1_000,
    answerParts: [],
    ...over,
  });
  return {
    row,
    facts: {
      kinds: row.kinds,
      model: askedModel,
      tier: index % 2 === 0 ? 'haiku' : 'opus',
      inputTokens: 100,
      thinking: false,
      effort: null,
      toolNames: ['Bash'],
      images: false,
      stream: true,
      project: null,
      client: 'claude-code',
      sessionId: null,
      tag: null,
      minuteOfDay: 0,
    },
    trace: [],
    attempts: [],
    dropped: [],
    events: [],
    eventsLost: 0,
    upstreamEvents: null,
    upstreamEventsLost: 0,
  };
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-trial-'));
  store = await openStore({
    file: join(folder, 'traffic.db'),
    channel: inProcessChannel(() => now),
    clock: { now: () => now, monotonic: () => 0 },
  });
  progress = [];
  onProgress = () => undefined;
  desk = new TrialDesk({
    configuration: () => configuration,
    findLocal: findLocalProviders,
    trySlice: (query) => store.trySlice(query),
    onProgress: (word) => {
      progress.push(word);
      onProgress();
    },
    clock: { now: () => now, monotonic: () => 0 },
  });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function fill(count: number): Promise<void> {
  store.put(Array.from({ length: count }, (_, index) => request(index)));
  await store.flush();
}

test('every routed request of the days is tried once, slice by slice', async () => {
  await fill(2_500);
  store.put([
    request(9_000, { id: 'never-routed', profile: null }),
    request(9_001, { id: 'too-old', startedAt: now - 25 * HOUR_MS }),
  ]);
  const trial = await desk.run(saved, draft, 1);
  expect(trial).toMatchObject({
    from: now - 24 * HOUR_MS,
    to: now,
    requests: 2_500,
    moved: 1_250,
    compared: 2_500,
    spentNanoUsd: 2_500_000,
    wouldNanoUsd: 1_250_000,
    missingFacts: 0,
    isCut: false,
    lines: [{ rule: 'haiku', requests: 1_250, to: { provider: 'ollama', model: 'qwen3:8b' } }],
  });
  expect(progress).toEqual([
    { done: 1_000, of: 2_500 },
    { done: 2_000, of: 2_500 },
  ]);
  expect(await desk.run(saved, draft, 7)).toMatchObject({ requests: 2_501 });
});

test('nothing to try is an empty trial', async () => {
  expect(await desk.run(saved, draft, 30)).toMatchObject({ requests: 0, moved: 0, lines: [] });
});

test('a lock is tried at the addresses of the providers', async () => {
  await fill(4);
  expect(await desk.run(saved, { ...draft, lock: 'local-only' }, 1)).toMatchObject({
    moved: 4,
    blocked: 2,
  });
});

test('it stops between two slices when told to, or when another one begins', async () => {
  await fill(2_500);
  onProgress = () => desk.stop();
  expect(await desk.run(saved, draft, 1)).toBeNull();
  expect(progress).toHaveLength(1);

  onProgress = () => undefined;
  const first = desk.run(saved, draft, 1);
  const second = desk.run(saved, draft, 30);
  expect(await first).toBeNull();
  expect(await second).toMatchObject({ requests: 2_500 });
});
