import { describe, expect, test } from 'vitest';
import { costGroupings, type CostLine } from '../../shared/domain/cost.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import {
  costFilter,
  costLineFilter,
  modelFilter,
  providerTodayFilter,
  ruleFilter,
  todayFilters,
  type CostFigure,
} from '../../shared/domain/figure-filters.ts';
import { dayStart } from '../../shared/domain/local-day.ts';
import { matchesTraffic } from '../../shared/domain/traffic-filter-match.ts';
import { parseTrafficFilter } from '../../shared/domain/traffic-filter-parse.ts';
import { findPrice } from '../../shared/pricing/lookup.ts';
import { randomRows } from './random-rows.fixture.ts';
import { useFilledStore } from './filled-store.fixture.ts';

const DAY_MS = 86_400_000;
const now = new Date(2026, 10, 20, 14, 31, 52).getTime();
const drawn = randomRows({ count: 3_000, seed: 5, start: now - 12 * DAY_MS, span: 12 * DAY_MS });
const rows = drawn.map((row, index): ExchangeRow => {
  if (index % 7 === 0) return { ...row, replay: { of: null } };
  // The first instant of a day, and the last before it.
  if (index % 50 === 1) return { ...row, startedAt: dayStart(row.startedAt) };
  if (index % 50 === 2) return { ...row, startedAt: dayStart(row.startedAt) - 1 };
  return row;
});
const baseline = { provider: 'anthropic', model: 'claude-sonnet-4-6' };

const store = useFilledStore(rows, () => now);

/** What Live would list for the filter; both of its readers agree. */
async function found(filter: string | null): Promise<readonly ExchangeRow[]> {
  if (filter === null) throw new Error('the figure has no filter');
  const { terms, problems } = parseTrafficFilter(filter, now);
  expect({ filter, problems }).toEqual({ filter, problems: [] });
  const listed = await store().list({ limit: 5_000, before: null, terms });
  expect(listed.every((row) => matchesTraffic(terms, row))).toBe(true);
  return listed;
}
const spentOn = (listed: readonly ExchangeRow[]): number =>
  listed.reduce((sum, { costNanoUsd }) => sum + (costNanoUsd ?? 0), 0);

const sonnet = findPrice('anthropic', baseline.model)!;
/** The tokens of all at the baseline's price, rounded once. */
function worthOf(listed: readonly ExchangeRow[]): number {
  const pico = listed.reduce((sum, { usage }) => {
    if (usage === null) return sum;
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = usage;
    const prompt = input * sonnet.input + cacheRead * sonnet.cacheRead;
    const written = cacheWrite5m * sonnet.cacheWrite5m + cacheWrite1h * sonnet.cacheWrite1h;
    return sum + BigInt(prompt + written + output * sonnet.output);
  }, 0n);
  return Number((pico + 500n) / 1000n);
}

/** Each figure of a line against the rows that its filter finds; what was folded is gone from them. */
async function expectRows(line: CostLine, filterOf: (figure: CostFigure) => string | null) {
  const { requests, folded = 0, unpriced, spentNanoUsd, baselineNanoUsd } = line;
  const listed = await found(filterOf('requests'));
  expect([line.key, listed.length]).toEqual([line.key, requests - folded]);
  if (folded > 0) return;
  expect([line.key, (await found(filterOf('unpriced'))).length]).toEqual([line.key, unpriced]);
  expect([line.key, spentOn(await found(filterOf('spent')))]).toEqual([line.key, spentNanoUsd]);
  expect([line.key, worthOf(await found(filterOf('baseline')))]).toEqual([
    line.key,
    baselineNanoUsd,
  ]);
}

describe.each([
  ['all', 0],
  ['seven days', dayStart(now, -6)],
  ['today', dayStart(now)],
])('Costs of %s', (_, from) => {
  test.each(costGroupings)('by %s: each line opens the rows it was counted from', async (by) => {
    const summary = await store().costSummary({ from, to: now, groupBy: by, baseline });
    expect(summary.lines.length).toBeGreaterThan(by === 'day' && from === dayStart(now) ? 0 : 1);
    for (const line of summary.lines)
      await expectRows(line, (figure) => costLineFilter(line, by, from, figure));
    await expectRows(summary.total, (figure) => costFilter(from, figure));
    // Whatever the lines are grouped by.
    const owned = await found(costFilter(from, 'owned'));
    expect(owned).toHaveLength(summary.owned?.requests ?? -1);
    expect(worthOf(owned.filter(({ replay }) => replay === undefined))).toBe(
      summary.owned?.baselineNanoUsd,
    );
  });
});

test("today's figures open their rows", async () => {
  const today = await store().today(dayStart(now));
  const counts = async (...names: readonly (keyof typeof todayFilters)[]) =>
    Promise.all(names.map(async (name) => (await found(todayFilters[name])).length));
  expect(await counts('requests', 'failed', 'blocked', 'unpriced')).toEqual([
    today.requests,
    today.failed,
    today.blocked,
    today.unpriced,
  ]);
  expect(spentOn(await found(todayFilters.spent))).toBe(today.spentNanoUsd);
  const compared = await found(todayFilters.compared);
  const saved = compared.map((row) => (row.baselineNanoUsd ?? 0) - (row.costNanoUsd ?? 0));
  expect(saved.reduce((sum, each) => sum + each, 0)).toBe(today.savedNanoUsd);
  const ofMinimax = rows.filter((row) => row.provider === 'minimax');
  expect(await found(providerTodayFilter('minimax'))).toHaveLength(
    ofMinimax.filter((row) => row.startedAt >= dayStart(now)).length,
  );
});

test("a rule's hits open its rows, those of no rule too", async () => {
  for (const profile of ['hybrid', 'local']) {
    const hits = await store().hits(profile);
    expect(Object.keys(hits).sort()).toEqual(['', 'long', 'rest']);
    for (const [rule, { today, total }] of Object.entries(hits)) {
      expect(await found(ruleFilter(profile, rule, 'ever'))).toHaveLength(total);
      expect(await found(ruleFilter(profile, rule, 'today'))).toHaveLength(today);
    }
  }
});

test('the health of a model opens the requests that it did not pass on', async () => {
  const models = await store().modelHealth(now - 24 * 3_600_000);
  expect(models.length).toBeGreaterThan(5);
  for (const health of models)
    expect(await found(modelFilter(health, 24))).toHaveLength(health.requests - health.passedOn);
});

test('what was folded is said, and the rest is found', async () => {
  await store().fold(dayStart(now, -6));
  for (const groupBy of costGroupings) {
    const summary = await store().costSummary({ from: 0, to: now, groupBy, baseline });
    expect(summary.total.folded).toBeGreaterThan(100);
    for (const line of summary.lines)
      await expectRows(line, (figure) => costLineFilter(line, groupBy, 0, figure));
    await expectRows(summary.total, (figure) => costFilter(0, figure));
  }
  for (const [rule, { total, folded }] of Object.entries(await store().hits('hybrid')))
    expect(await found(ruleFilter('hybrid', rule, 'ever'))).toHaveLength(total - folded);
});
