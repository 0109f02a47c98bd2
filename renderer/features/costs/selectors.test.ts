import { describe, expect, test } from 'vitest';
import type { CostLine, CostSummary } from '../../../shared/domain/cost.ts';
import {
  costsMore,
  dayPoints,
  rangeOf,
  ratioOf,
  savedNanoUsd,
  spreadPlaces,
  tokensOf,
} from './selectors.ts';

const line = (changes: Partial<CostLine> = {}): CostLine => ({
  key: 'm',
  provider: 'p',
  model: 'm',
  basis: 'priced',
  requests: 10,
  unpriced: 0,
  usage: { input: 5, cacheRead: 3, cacheWrite5m: 1, cacheWrite1h: 1, output: 2 },
  spentNanoUsd: 40,
  baselineNanoUsd: 100,
  ...changes,
});
const day = (name: string, changes: Partial<CostLine> = {}): CostSummary['byDay'][number] => ({
  ...line(changes),
  day: name,
});

test('periods begin at a local midnight and end now', () => {
  const now = new Date(2026, 10, 21, 14, 31).getTime();
  expect(rangeOf('today', now)).toEqual({ from: new Date(2026, 10, 21).getTime(), to: now });
  expect(rangeOf('days7', now).from).toBe(new Date(2026, 10, 15).getTime());
  expect(rangeOf('days30', now).from).toBe(new Date(2026, 9, 23).getTime());
  expect(rangeOf('all', now).from).toBe(0);
});

describe('a line', () => {
  test('its ratio, saving and tokens', () => {
    expect([ratioOf(line()), savedNanoUsd(line()), tokensOf(line())]).toEqual([
      0.4,
      60,
      { input: 5, cached: 5, output: 2 },
    ]);
  });
  test('unknown and owned have no ratio', () => {
    expect([
      ratioOf(line({ unpriced: 10 })),
      ratioOf(line({ basis: 'hardware' })),
      ratioOf(line({ baselineNanoUsd: 0 })),
    ]).toEqual([null, null, null]);
  });
  test('at or above the baseline is marked, the baseline itself is not', () => {
    const dear = line({ spentNanoUsd: 106 });
    expect([costsMore(dear, 'other'), costsMore(dear, 'm'), costsMore(line(), 'other')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

test('days without traffic, or without a price, are gaps and not zeros', () => {
  expect(
    dayPoints([
      day('2026-11-20'),
      day('2026-11-17'),
      day('2026-11-18', { unpriced: 10, spentNanoUsd: 0 }),
    ]),
  ).toEqual([
    { day: '2026-11-17', spent: 40, baseline: 100 },
    { day: '2026-11-18', spent: null, baseline: null },
    { day: '2026-11-19', spent: null, baseline: null },
    { day: '2026-11-20', spent: 40, baseline: 100 },
  ]);
  expect(dayPoints([])).toEqual([]);
});

test('axis places include both ends', () => {
  expect([spreadPlaces(3, 5), spreadPlaces(30, 5)]).toEqual([
    [0, 1, 2],
    [0, 7, 15, 22, 29],
  ]);
});
