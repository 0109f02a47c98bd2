import { describe, expect, test } from 'vitest';
import { formatDuration, formatRate, formatSeconds } from './duration.ts';
import { providerMark, shortModel } from './model.ts';
import {
  formatPercent,
  formatPricePerMillion,
  formatUsd,
  formatUsdColumn,
  formatUsdTicks,
} from './money.ts';
import { formatClock, formatDay, formatDayAndClock, formatMoment } from './time.ts';
import { formatCount, formatTokens } from './tokens.ts';

describe('money', () => {
  test.each([
    [103_850_000_000, 'total', '$103.85'],
    [1_284_060_000_000, 'total', '$1,284.06'],
    [-220_000_000, 'total', '−$0.22'],
    [-1_000_000, 'total', '−$0.0010'],
    [4_600_000, 'total', '$0.0046'],
    [0, 'total', '$0.00'],
    [null, 'total', '—'],
    [5_300_000, 'request', '$0.0053'],
    [0, 'request', '$0.0000'],
    [31_000, 'request', '$0.000031'],
    [-900, 'request', '−$0.00000090'],
    [50_000, 'request', '$0.0001'],
    [-4_100_000, 'request', '−$0.0041'],
    [3100, 'test', '$0.0000031'],
    [900, 'test', '$0.00000090'],
    [0, 'test', '$0.00'],
    [1_500_000_000, 'test', '$1.50'],
  ] as const)('%s nanoUSD as %s is %s', (nanoUsd, scale, expected) => {
    expect(formatUsd(nanoUsd, scale)).toBe(expected);
  });

  test.each([
    [5_300_000, '0.0053'],
    [0, '0.0000'],
    [50_000, '0.0001'],
    [49_000, '<0.0001'],
    [-900, '−<0.0001'],
    [-4_100_000, '−0.0041'],
    [null, '—'],
  ])('%s nanoUSD in a column is %s', (nanoUsd, expected) => {
    expect(formatUsdColumn(nanoUsd)).toBe(expected);
  });

  test.each([
    [3_000_000, '$3.00'],
    [375_000, '$0.375'],
    [60_000, '$0.06'],
    [37_500, '$0.0375'],
    [0, '$0.00'],
  ])('%i picoUSD per token is %s per million', (price, expected) => {
    expect(formatPricePerMillion(price)).toBe(expected);
  });

  test('the values of an axis have the decimals that the finest of them needs', () => {
    expect(formatUsdTicks([0, 0.025, 0.05])).toEqual(['$0.000', '$0.025', '$0.050']);
    expect(formatUsdTicks([0, 500, 1000])).toEqual(['$0.00', '$500.00', '$1,000.00']);
    expect(formatUsdTicks([0, 0.0005])).toEqual(['$0.0000', '$0.0005']);
  });

  test('a share of nothing has no figure', () => {
    expect([formatPercent(4.8, 8.54), formatPercent(-1, 4), formatPercent(1, 0)]).toEqual([
      '56%',
      '−25%',
      null,
    ]);
  });
});

test.each([
  [0, '0'],
  [640, '640'],
  [999, '999'],
  [1000, '1.0k'],
  [8140, '8.1k'],
  [99_949, '99.9k'],
  [99_950, '100k'],
  [710_000, '710k'],
  [999_499, '999k'],
  [999_500, '1.0M'],
  [27_800_000, '27.8M'],
  [102_000_000, '102M'],
  [1_200_000_000, '1.2B'],
  [null, '—'],
])('%s tokens are written %s', (tokens, expected) => {
  expect(formatTokens(tokens)).toBe(expected);
});

test('a count shows every digit', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
});

test.each([
  [0, '0 ms'],
  [412.4, '412 ms'],
  [999.5, '1.0 s'],
  [9800, '9.8 s'],
  [99_949, '99.9 s'],
  [99_950, '1 min 40 s'],
  [120_000, '2 min'],
  [700_000, '11 min 40 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [null, '—'],
])('%s ms last %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

test('rates and bare seconds keep their width', () => {
  expect([formatRate(34.2), formatRate(8.44), formatRate(null), formatSeconds(840, 2)]).toEqual([
    '34 tok/s',
    '8.4 tok/s',
    '—',
    '0.84',
  ]);
});

describe('time', () => {
  const now = new Date(2026, 10, 19, 14, 31, 52).getTime();
  const yesterday = new Date(2026, 10, 18, 9, 5, 7).getTime();
  const lastYear = new Date(2025, 10, 18).getTime();

  test('today shows the clock, another day its date', () => {
    expect([formatMoment(now, 'en', now), formatMoment(yesterday, 'en', now)]).toEqual([
      '14:31:52',
      '18 Nov',
    ]);
    expect(formatClock(yesterday, false)).toBe('09:05');
    expect(formatDayAndClock(now, 'en', now)).toBe('14:31:52');
    expect(formatDayAndClock(yesterday, 'en', now)).toMatch(/^18 Nov 09:05:/);
  });

  test('the year shows when it is another one, digits stay Latin', () => {
    expect(formatDay(lastYear, 'en', now)).toBe('18 Nov 2025');
    expect(formatDay(yesterday, 'ko', now)).toBe('11월 18일');
    expect(formatDay(yesterday, 'ar', now)).toContain('18');
  });
});

test.each([
  ['Anthropic', 'An'],
  ['Z.AI', 'Za'],
  ['MiniMax', 'Mm'],
  ['DeepSeek', 'Ds'],
  ['LM Studio', 'Ls'],
  ['llama.cpp', 'Lc'],
])('%s is marked %s', (name, expected) => {
  expect(providerMark(name)).toBe(expected);
});

test('dense lists leave out the family name', () => {
  expect([shortModel('claude-opus-4-8'), shortModel('glm-5.2')]).toEqual(['opus-4-8', 'glm-5.2']);
});
