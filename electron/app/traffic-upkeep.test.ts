import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { localDay } from '../../shared/domain/local-day.ts';
import { preferencesSchema } from '../../shared/domain/preferences.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { configurationFor, NOBODY } from '../gateway/testing.ts';
import { inProcessChannel } from '../storage/store-channel.ts';
import { openStore } from '../storage/store.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { openTraffic } from './traffic-part.ts';
import { startUpkeep } from './traffic-upkeep.ts';

const HOUR_MS = 60 * 60 * 1000;
const start = new Date(2026, 10, 21, 14, 30).getTime();

/** A fold that takes until it is told to finish; each call by itself. */
function heldFold(): { readonly fold: () => Promise<number>; readonly finish: () => void } {
  let resolveFold: ((count: number) => void) | undefined;
  return {
    fold: () =>
      new Promise((resolve) => {
        resolveFold = resolve;
      }),
    finish: () => resolveFold?.(0),
  };
}

/** Upkeep over a store that only writes down what it is asked, under a clock of the test. */
function watched(fold: (before: number) => Promise<number> = () => Promise.resolve(0)) {
  const folded: string[] = [];
  const logged: string[] = [];
  let days = 30;
  let trims = 0;
  let figures = 0;
  const upkeep = startUpkeep({
    store: {
      trimBodies: () => {
        trims += 1;
        return Promise.resolve();
      },
      fold: (before) => {
        folded.push(localDay(before));
        return fold(before);
      },
    },
    clock: { now: () => Date.now(), monotonic: () => Date.now() },
    logger: { log: (_level, message) => logged.push(message) },
    keepRowsDays: () => days,
    onFolded: () => {
      figures += 1;
    },
  });
  return {
    upkeep,
    folded,
    logged,
    keep: (more: number) => {
      days = more;
    },
    counts: () => ({ trims, figures }),
  };
}

describe('upkeep', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: start });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('runs when it is told to, and every hour', async () => {
    const { upkeep, folded, counts } = watched();
    await vi.advanceTimersByTimeAsync(0);
    expect(folded).toEqual([]);
    upkeep.run();
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(folded).toHaveLength(4);
    expect(counts()).toEqual({ trims: 4, figures: 0 });
    upkeep.stop();
  });

  test('folds whole local days, and a day more once the day has turned', async () => {
    const { upkeep, folded } = watched();
    upkeep.run();
    await vi.advanceTimersByTimeAsync(24 * HOUR_MS);
    expect([...new Set(folded)]).toEqual(['2026-10-22', '2026-10-23']);
    // The first hour of the new day at the latest.
    expect(folded.indexOf('2026-10-23')).toBe(10);
    upkeep.stop();
  });

  test('tells that figures changed only where something was folded', async () => {
    let rows = 7;
    const { upkeep, counts } = watched(() => Promise.resolve(rows));
    upkeep.run();
    await vi.advanceTimersByTimeAsync(0);
    rows = 0;
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(counts()).toEqual({ trims: 2, figures: 1 });
    upkeep.stop();
  });

  test('one run at a time; what changed meanwhile is looked at once more', async () => {
    const { fold, finish } = heldFold();
    const { upkeep, folded, keep } = watched(fold);
    upkeep.run();
    await vi.advanceTimersByTimeAsync(0);
    keep(7);
    upkeep.run();
    upkeep.run();
    await vi.advanceTimersByTimeAsync(0);
    expect(folded).toEqual(['2026-10-22']);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(folded).toEqual(['2026-10-22', '2026-11-14']);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    expect(folded).toHaveLength(2);
    upkeep.stop();
  });

  test('what fails is logged and tried again, and nothing is rejected', async () => {
    const { upkeep, folded, logged } = watched(() => Promise.reject(new Error('busy')));
    upkeep.run();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(folded).toHaveLength(3);
    expect(logged).toEqual(Array.from({ length: 3 }, () => 'old traffic was not folded'));
    upkeep.stop();
  });

  test('stops for good, also what it was told to do once more', async () => {
    const { fold, finish } = heldFold();
    const { upkeep, folded } = watched(fold);
    upkeep.run();
    await vi.advanceTimersByTimeAsync(0);
    upkeep.run();
    upkeep.stop();
    finish();
    await vi.advanceTimersByTimeAsync(5 * HOUR_MS);
    expect(folded).toHaveLength(1);
  });
});

test('the app folds at its start, and again after the user keeps less', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-upkeep-'));
  const file = join(folder, 'traffic.db');
  const dayMs = 24 * HOUR_MS;
  const now = Date.now();
  const store = await openStore({ file, channel: inProcessChannel(Date.now) });
  store.put(
    [200, 50, 1].map((age) => ({
      row: exchangeRow({ id: `${String(age)} days`, startedAt: now - age * dayMs, rule: 'long' }),
    })),
  );
  await store.close();

  let preferences = preferencesSchema.parse({ keepRowsDays: 90 });
  const traffic = await openTraffic({
    file,
    channel: inProcessChannel(Date.now),
    configuration: () => configurationFor(NOBODY, [], { native: true }),
    preferences: () => preferences,
    onBatch: () => undefined,
    onFigures: () => undefined,
    clock: systemClock,
    logger: silentLogger,
  });
  onTestFinished(async () => {
    await traffic.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const kept = async (): Promise<readonly string[]> =>
    (await traffic.list(10, null)).map(({ id }) => id);
  await expect.poll(kept).toEqual(['1 days', '50 days']);
  preferences = { ...preferences, keepRowsDays: 30 };
  traffic.preferencesChanged();
  await expect.poll(kept).toEqual(['1 days']);
  expect((await traffic.hits('hybrid'))['long']?.total).toBe(3);
});
