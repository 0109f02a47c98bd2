import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { dayStart } from '../../shared/domain/local-day.ts';
import { CRASH_MESSAGE } from './exchanges.ts';
import { inProcessChannel } from './store-channel.ts';
import type { StoreChannel, StoreConnector, StoreRequest } from './store-protocol.ts';
import { openStore, type ExchangeStore } from './store.ts';
import { MAX_QUEUED } from './write-queue.ts';

let folder: string;
let file: string;
let stores: ExchangeStore[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-store-'));
  file = join(folder, 'traffic.db');
  stores = [];
});
afterEach(async () => {
  await Promise.allSettled(stores.map((store) => store.close()));
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date(2026, 10, 21, 14, 30).getTime();
async function open(channel = inProcessChannel(() => now)): Promise<ExchangeStore> {
  const clock = { now: () => now, monotonic: () => 0 };
  const store = await openStore({ file, channel, clock, restartDelaysMs: [] });
  stores.push(store);
  return store;
}

const plain = exchangeRow({
  id: 'one',
  startedAt: now,
  kinds: ['main', 'long-context'],
  project: '/home/kim/작업',
  sentModel: 'MiniMax-M2.7',
  provider: 'minimax',
  rule: 'long',
  attempts: 2,
  estimatedInputTokens: 61_000,
  usage: { input: 10, cacheRead: 60_000, cacheWrite5m: 900, cacheWrite1h: 90, output: 512 },
  firstTokenMs: 420,
  durationMs: 9000,
  costNanoUsd: 1_234_567,
  baselineNanoUsd: 9_876_543,
  outputSoFar: 500,
  answerParts: ['thinking', 'tool_use'],
  sessionId: '11f0c0de-session',
  targets: 2,
});
const row = (over: Partial<ExchangeRow>): ExchangeRow => ({ ...plain, ...over });

const detail: ExchangeDetail = {
  row: plain,
  trace: [{ rule: 'long', matched: true, because: '61,000 tokens, wants 60,000 or more' }],
  attempts: [
    {
      provider: 'zai',
      model: 'glm-5.2',
      keyId: 'main',
      startedAtMs: 3,
      durationMs: 80,
      status: 429,
      outcome: 'failed',
      errorCode: 'upstream-rate-limited',
      errorMessage: 'Z.AI: slow down',
    },
  ],
  dropped: [{ path: 'thinking.display', why: 'unknown to the wire' }],
  events: [{ index: 0, atMs: 420, type: 'message_start', data: '{}' }],
  eventsLost: 4,
  upstreamEvents: null,
  upstreamEventsLost: 0,
};

describe('rows', () => {
  test('come back as they were put, without the answer and its events', async () => {
    const store = await open();
    store.put([{ ...detail, row: row({ textTail: 'the secret of' }) }]);
    expect(await store.detail('one')).toEqual({ ...detail, events: [], eventsLost: 5 });
    expect(await store.list({ limit: 10, before: null })).toEqual([plain]);
    expect(await store.detail('two')).toBeNull();
  });

  test('survive closing, which folds the journal into the file', async () => {
    const first = await open();
    first.put([detail]);
    await first.close();
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    expect(await (await open()).list({ limit: 1, before: null })).toEqual([plain]);
    await expect(first.list({ limit: 1, before: null })).rejects.toThrow('closed');
  });

  test('a later row replaces the earlier one and leaves the kept detail', async () => {
    const store = await open();
    store.put([{ row: row({ state: 'streaming', usage: null, costNanoUsd: null }) }]);
    await store.flush();
    store.put([detail]);
    await store.flush();
    store.put([{ row: row({ durationMs: 9001 }) }]);
    expect(await store.detail('one')).toEqual({
      ...detail,
      row: row({ durationMs: 9001 }),
      events: [],
      eventsLost: 5,
    });
  });

  test('are paged newest first, losing none that share an instant', async () => {
    const store = await open();
    const all = Array.from({ length: 50 }, (_, index) =>
      row({ id: `row-${String(index).padStart(2, '0')}`, startedAt: now - Math.floor(index / 7) }),
    );
    store.put(all.map((each) => ({ row: each })));
    const seen: ExchangeRow[] = [];
    let before: number | null = null;
    for (;;) {
      const page = await store.list({ limit: 5, before });
      if (page.length === 0) break;
      seen.push(...page);
      before = page.at(-1)!.startedAt;
    }
    expect(seen).toEqual(all);
  });
});

describe('a crash', () => {
  test('leaves open rows, which the next start closes as cut and unpriced', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const store = await open();
    store.put([
      { row: row({ id: 'done' }) },
      { row: row({ id: 'open', state: 'streaming', usage: null, priceBasis: null }) },
      { row: row({ id: 'free', state: 'waiting', usage: null, priceBasis: 'free' }) },
      { row: row({ id: 'unasked', state: 'waiting', provider: null, priceBasis: null }) },
      { row: row({ id: 'other-process', state: 'streaming' }) },
    ]);
    await store.close();
    const database = new Database(file);
    database.exec(`UPDATE exchanges SET pid = ${String(gone)}`);
    database.exec(`UPDATE exchanges SET pid = ${String(process.ppid)} WHERE id = 'other-process'`);
    database.close();

    const rows = await (await open()).list({ limit: 10, before: null });
    const short = rows.map(({ id, state, priceBasis, errorMessage }) => [
      id,
      state,
      priceBasis,
      errorMessage,
    ]);
    expect(short).toEqual([
      ['done', 'complete', 'priced', null],
      ['free', 'cut', 'free', CRASH_MESSAGE],
      ['open', 'cut', 'unpriced', CRASH_MESSAGE],
      ['other-process', 'streaming', 'priced', null],
      ['unasked', 'cut', null, CRASH_MESSAGE],
    ]);
  });
});

describe('figures', () => {
  test('today: practice is no money, an unknown price saves nothing', async () => {
    const store = await open();
    const midnight = dayStart(now);
    store.put(
      [
        row({ id: 'a', costNanoUsd: 100, baselineNanoUsd: 1000 }),
        row({ id: 'b', costNanoUsd: 0, baselineNanoUsd: 500, priceBasis: 'free' }),
        row({ id: 'c', costNanoUsd: null, baselineNanoUsd: 9000, priceBasis: 'unpriced' }),
        row({ id: 'd', costNanoUsd: null, baselineNanoUsd: null, priceBasis: 'practice' }),
        row({ id: 'e', costNanoUsd: 7, baselineNanoUsd: 3, state: 'cut' }),
        row({
          id: 'f',
          costNanoUsd: null,
          baselineNanoUsd: null,
          priceBasis: null,
          state: 'failed',
        }),
        row({
          id: 'g',
          costNanoUsd: null,
          baselineNanoUsd: null,
          priceBasis: null,
          state: 'waiting',
        }),
        row({ id: 'h', costNanoUsd: 50_000, startedAt: midnight - 1 }),
        row({
          id: 'i',
          costNanoUsd: 1,
          baselineNanoUsd: 2,
          startedAt: midnight,
          isEstimated: true,
        }),
        // Refused twice, and once by the lock.
        ...(['refused-by-rule', 'blocked-by-lock'] as const).map((errorCode) =>
          row({
            id: errorCode,
            state: 'refused',
            errorCode,
            costNanoUsd: null,
            baselineNanoUsd: null,
            priceBasis: null,
          }),
        ),
      ].map((each) => ({ row: each })),
    );
    expect(await store.today(midnight)).toEqual({
      requests: 10,
      failed: 2,
      blocked: 1,
      streaming: 1,
      unpriced: 1,
      estimated: 1,
      spentNanoUsd: 108,
      baselineNanoUsd: 1505,
      savedNanoUsd: 1397,
    });
  });

  test('hits of the rules of one profile', async () => {
    const store = await open();
    const yesterday = dayStart(now) - 1;
    store.put([
      { row: row({ id: 'a' }) },
      { row: row({ id: 'b', startedAt: yesterday }) },
      { row: row({ id: 'c', rule: 'bg', startedAt: yesterday }) },
      { row: row({ id: 'd', rule: null }) },
      { row: row({ id: 'e', profile: 'other' }) },
    ]);
    expect(await store.hits('hybrid')).toEqual({
      long: { today: 1, total: 2, folded: 0, lastAt: now },
      bg: { today: 0, total: 1, folded: 0, lastAt: yesterday },
    });
    expect(await store.hits('nobody')).toEqual({});
  });
});

describe('when the disk side fails', () => {
  /** The other side of the channel under the test's control. */
  function heldChannel(): {
    channel: StoreConnector;
    held: StoreRequest[];
    gone: (why: string) => void;
  } {
    const held: StoreRequest[] = [];
    const goneListeners: ((because: string) => void)[] = [];
    const inner = inProcessChannel(() => now)();
    const channel: StoreChannel = {
      ...inner,
      post: (request) => {
        if (request.operation === 'put' || request.operation === 'list') held.push(request);
        else inner.post(request);
      },
      onGone: (listener) => goneListeners.push(listener),
    };
    return {
      channel: () => channel,
      held,
      gone: (why) => goneListeners.forEach((listener) => listener(why)),
    };
  }

  test('a full queue drops and counts, and put returns at once', async () => {
    const { channel, gone } = heldChannel();
    const store = await open(channel);
    store.put([{ row: row({ id: 'in-flight' }) }]);
    const flushed = store.flush();
    for (let index = 0; index < MAX_QUEUED + 30; index += 1) {
      store.put([{ row: row({ id: `row-${String(index)}` }) }]);
    }
    expect(store.droppedRows).toBe(30);
    store.put([{ row: row({ id: 'row-1', state: 'cut' }) }]);
    expect(store.droppedRows).toBe(30);
    gone('the thread ended');
    await flushed;
    expect(store.droppedRows).toBe(30 + 1 + MAX_QUEUED);
    await expect(store.today(0)).rejects.toThrow('the thread ended');
  });

  test('too many questions at once are refused instead of queued', async () => {
    const { channel, gone } = heldChannel();
    const store = await open(channel);
    const asked = Array.from({ length: 70 }, () => store.list({ limit: 1, before: null }));
    const settled = Promise.allSettled(asked);
    await new Promise((resolve) => setImmediate(resolve));
    gone('over');
    const reasons = (await settled).map((each) =>
      each.status === 'rejected' ? String(each.reason) : 'answered',
    );
    expect(reasons.filter((reason) => reason.includes('too many'))).toHaveLength(6);
    expect(reasons.filter((reason) => reason.includes('over'))).toHaveLength(64);
  });

  test('a file of a newer app is read, and rows are counted as dropped', async () => {
    const first = await open();
    first.put([detail]);
    await first.close();
    const database = new Database(file);
    database.exec('PRAGMA user_version = 999');
    database.close();
    const store = await open();
    expect(store.note).toMatchObject({ kind: 'newer', fileVersion: 999 });
    store.put([{ row: row({ id: 'later' }) }]);
    expect(await store.list({ limit: 5, before: null })).toEqual([plain]);
    expect(store.droppedRows).toBe(1);
  });

  test('a folder that cannot be made rejects the opening', async () => {
    file = '/dev/null/traffic.db';
    await expect(open()).rejects.toThrow();
  });
});
