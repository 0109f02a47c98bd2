import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breakEvenOf, countDays, feeOfDays, monthlyFee } from './fees.ts';

const plus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const anyDay = fc.integer({ min: 0, max: 4000 }).map((days) => plus('2020-01-01', days));
const anyFee = fc.integer({ min: 0, max: 2 ** 50 });

describe('a fee over days', () => {
  test('the sum of the days is the range', () => {
    fc.assert(
      fc.property(anyFee, anyDay, fc.integer({ min: 0, max: 120 }), (fee, first, more) => {
        const days = Array.from({ length: more + 1 }, (_, index) => plus(first, index));
        const single = days.reduce((sum, day) => sum + BigInt(feeOfDays(fee, day, day)), 0n);
        expect(BigInt(feeOfDays(fee, first, days.at(-1)!))).toBe(single);
      }),
    );
  });
  test('a whole month is the fee, leap years included', () => {
    const fee = 19_000_000_001;
    expect([
      feeOfDays(fee, '2026-11-01', '2026-11-30'),
      feeOfDays(fee, '2024-02-01', '2024-02-29'),
      feeOfDays(fee, '2025-12-01', '2026-01-31'),
      feeOfDays(fee, '2026-11-02', '2026-11-01'),
    ]).toEqual([fee, fee, 2 * fee, 0]);
  });
  test('days are counted by the calendar', () => {
    expect([
      countDays('2026-11-21', '2026-11-21'),
      countDays('2026-10-23', '2026-11-21'),
      countDays('2026-11-21', '2026-11-20'),
    ]).toEqual([1, 30, 0]);
  });
});

test('what is due a month', () => {
  expect([
    monthlyFee({ kind: 'subscription', usdPerMonth: 19 }),
    monthlyFee({ kind: 'hardware', usd: 4699, months: 36, watts: 170, usdPerKwh: 0.15 }),
    monthlyFee({ kind: 'free' }),
    monthlyFee({ kind: 'per-token' }),
  ]).toEqual([19_000_000_000, 130_527_777_778, null, null]);
});

test('it pays from the tokens that are worth the fee', () => {
  const even = breakEvenOf(
    19_000_000_000,
    { tokens: 8_820_000, worthNanoUsd: 11_720_000_000 },
    0.7,
  );
  expect(even).toEqual({
    tokens: 8_820_000,
    projectedTokens: 12_600_000,
    worthNanoUsd: 11_720_000_000,
    paysFromTokens: 14_298_635,
  });
  expect(breakEvenOf(19, { tokens: 0, worthNanoUsd: 0 }, 0.5)).toBeNull();
  expect(breakEvenOf(19, { tokens: 5, worthNanoUsd: 0 }, 0.5)).toBeNull();
});
