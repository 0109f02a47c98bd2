import { describe, expect, test } from 'vitest';
import { costGroupings, priceUsage, type CostGrouping } from '../../shared/domain/cost.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { localDay } from '../../shared/domain/local-day.ts';
import { findPrice } from '../../shared/pricing/lookup.ts';
import { randomRows } from './random-rows.fixture.ts';
import { useFilledStore } from './filled-store.fixture.ts';

const sonnet = findPrice('anthropic', 'claude-sonnet-4-6')!;
const start = new Date(2026, 9, 20, 0, 0).getTime();
const span = 32 * 24 * 60 * 60 * 1000;
const rows = randomRows({ count: 20_000, seed: 7, start, span });
const store = useFilledStore(rows);

const keyOf: Record<CostGrouping, (row: ExchangeRow) => string> = {
  day: (row) => localDay(row.startedAt),
  provider: (row) => row.provider ?? '',
  model: (row) => `${row.provider ?? ''}/${row.sentModel ?? row.askedModel}`,
  rule: (row) => row.rule ?? '',
  kind: (row) => row.kinds[0]!,
  project: (row) => row.project ?? '',
};

function groupedBy(
  items: readonly ExchangeRow[],
  keyOfItem: (row: ExchangeRow) => string,
): ReadonlyMap<string, readonly ExchangeRow[]> {
  const groups = new Map<string, ExchangeRow[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The tokens of all whose cost is known, at the baseline's price, rounded once. */
function baselineOf(selected: readonly ExchangeRow[]): number {
  const pico = selected.reduce((sum, { usage, costNanoUsd, priceBasis }) => {
    if (usage === null || costNanoUsd === null || priceBasis === 'unpriced') return sum;
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = usage;
    const prompt = input * sonnet.input + cacheRead * sonnet.cacheRead;
    const written = cacheWrite5m * sonnet.cacheWrite5m + cacheWrite1h * sonnet.cacheWrite1h;
    return sum + BigInt(prompt + written + output * sonnet.output);
  }, 0n);
  return Number((pico + 500n) / 1000n);
}

/** The same sums by the plainest means, with big integers. */
function naive(selected: readonly ExchangeRow[]): object {
  const total = (of: (row: ExchangeRow) => number | null | undefined): number =>
    Number(selected.reduce((sum, row) => sum + BigInt(of(row) ?? 0), 0n));
  return {
    requests: selected.length,
    unpriced: selected.filter((row) => row.priceBasis === 'unpriced').length,
    usage: {
      input: total((row) => row.usage?.input),
      cacheRead: total((row) => row.usage?.cacheRead),
      cacheWrite5m: total((row) => row.usage?.cacheWrite5m),
      cacheWrite1h: total((row) => row.usage?.cacheWrite1h),
      output: total((row) => row.usage?.output),
    },
    spentNanoUsd: total((row) => row.costNanoUsd),
    baselineNanoUsd: baselineOf(selected),
  };
}

const from = start + span / 4;
const to = start + (3 * span) / 4;
const counted = rows.filter(
  (row) =>
    row.startedAt >= from &&
    row.startedAt < to &&
    row.priceBasis !== null &&
    row.priceBasis !== 'practice',
);
const baseline = { provider: 'anthropic', model: 'claude-sonnet-4-6' };

describe('20,000 rows', () => {
  test.each(costGroupings)('by %s: every line is the naive sum', async (groupBy) => {
    const summary = await store().costSummary({ from, to, groupBy, baseline });
    const groups = groupedBy(counted, keyOf[groupBy]);
    expect(groups.size).toBeGreaterThan(2);
    expect(new Set(summary.lines.map((line) => line.key))).toEqual(new Set(groups.keys()));
    for (const line of summary.lines) expect(line).toMatchObject(naive(groups.get(line.key)!));
    expect(summary.total).toMatchObject(naive(counted));
  });

  test('days are in order and add up to the whole', async () => {
    const summary = await store().costSummary({ from, to, groupBy: 'provider', baseline });
    const days = summary.byDay.map((line) => line.day);
    expect(days).toEqual([...days].sort());
    expect(summary.byDay.reduce((sum, line) => sum + line.spentNanoUsd, 0)).toBe(
      summary.total.spentNanoUsd,
    );
  });

  test('a line says whose it is and what it rests on', async () => {
    const summary = await store().costSummary({ from, to, groupBy: 'model', baseline });
    const line = (key: string) => summary.lines.find((each) => each.key === key);
    expect(line('minimax/minimax-large')).toMatchObject({
      provider: 'minimax',
      model: 'minimax-large',
      basis: 'priced',
    });
    expect(line('odd/odd-small')).toMatchObject({
      basis: 'unpriced',
      spentNanoUsd: 0,
      baselineNanoUsd: 0,
    });
    expect(line('plan/plan-small')).toMatchObject({ basis: 'subscription', spentNanoUsd: 0 });
    expect(summary.lines.filter((each) => each.provider === 'practice')).toEqual([]);
    expect(summary.total).toMatchObject({ provider: null, model: null, basis: 'priced' });
  });

  test('another baseline is counted from the same rows; an unknown one is said to be unknown', async () => {
    const opus = { provider: 'anthropic', model: 'claude-opus-4-5' };
    const price = findPrice('anthropic', opus.model)!;
    const expected = counted
      .filter((row) => row.costNanoUsd !== null && row.usage !== null)
      .reduce((sum, row) => sum + priceUsage(row.usage!, price), 0);
    const dear = await store().costSummary({ from, to, groupBy: 'day', baseline: opus });
    expect([dear.baselineKnown, dear.baselineModel]).toEqual([true, 'claude-opus-4-5']);
    expect(dear.total.baselineNanoUsd).toBe(expected);
    const unknown = { provider: 'anthropic', model: 'claude-none' };
    const none = await store().costSummary({ from, to, groupBy: 'day', baseline: unknown });
    expect([none.baselineKnown, none.total.baselineNanoUsd]).toEqual([false, 0]);
  });

  test('an empty time has an empty total', async () => {
    const summary = await store().costSummary({ from: 0, to: 1, groupBy: 'day', baseline });
    expect(summary).toMatchObject({
      lines: [],
      byDay: [],
      total: { requests: 0, spentNanoUsd: 0 },
    });
  });
});
