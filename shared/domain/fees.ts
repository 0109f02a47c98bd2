import type { LocalDay } from './local-day.ts';
import type { Billing } from './provider.ts';

/** What is due whether or not anything is asked: a plan's fee, or an owned machine's price over its life. Money in nanoUSD. */
export interface FeeLine {
  readonly provider: string;
  /** A plan's fee belongs to what is spent; a machine that is owned has its own line. */
  readonly kind: 'subscription' | 'hardware';
  readonly monthNanoUsd: number;
  /** Days of the range, each with its share of its month. */
  readonly days: number;
  readonly feeNanoUsd: number;
  /** Of the month under way; null while nothing was asked of it, or the baseline's price is unknown. */
  readonly breakEven: BreakEven | null;
}

/** Whether the month's fee is worth its traffic, at the baseline's price of the same tokens. */
export interface BreakEven {
  readonly tokens: number;
  readonly projectedTokens: number;
  readonly worthNanoUsd: number;
  /** From so many tokens of the same mixture a month on it pays. */
  readonly paysFromTokens: number;
}

/** A month's fee; null where nothing is due but what is asked for. Power is no part: it depends on the use. */
export function monthlyFee(billing: Billing): number | null {
  if (billing.kind === 'subscription') return Math.round(billing.usdPerMonth * 1e9);
  if (billing.kind === 'hardware') return Math.round((billing.usd * 1e9) / billing.months);
  return null;
}

/**
 * The fee of a run of days, both ends included. Each day carries its share of its own month so that the shares of any
 * days add up exactly: a whole month is the fee, and two ranges that meet are the range that both make.
 */
export function feeOfDays(monthNanoUsd: number, first: LocalDay, last: LocalDay): number {
  let sum = 0;
  let [year, month] = partsOf(first);
  const [lastYear, lastMonth, lastDate] = partsOf(last);
  let date = partsOf(first)[2];
  while (year < lastYear || (year === lastYear && month <= lastMonth)) {
    const length = daysInMonth(year, month);
    const isLast = year === lastYear && month === lastMonth;
    const until = isLast ? lastDate : length;
    if (until >= date)
      sum += shareUpTo(monthNanoUsd, until, length) - shareUpTo(monthNanoUsd, date - 1, length);
    date = 1;
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year += 1;
  }
  return sum;
}

/** How many days from the one to the other, both included. */
export function countDays(first: LocalDay, last: LocalDay): number {
  const at = (day: LocalDay): number => Date.parse(`${day}T12:00:00Z`);
  return Math.max(0, Math.round((at(last) - at(first)) / 86_400_000) + 1);
}

/** `elapsed` is the part of the month that is over, above 0 and at most 1. */
export function breakEvenOf(
  monthNanoUsd: number,
  { tokens, worthNanoUsd }: { readonly tokens: number; readonly worthNanoUsd: number },
  elapsed: number,
): BreakEven | null {
  if (tokens <= 0 || worthNanoUsd <= 0) return null;
  return {
    tokens,
    projectedTokens: Math.max(tokens, Math.round(tokens / elapsed)),
    worthNanoUsd,
    paysFromTokens: Number(
      (BigInt(monthNanoUsd) * BigInt(tokens) + BigInt(worthNanoUsd) - 1n) / BigInt(worthNanoUsd),
    ),
  };
}

/** Whole nanoUSD of a month's first days; a product would leave the safe integers at high fees. */
function shareUpTo(monthNanoUsd: number, days: number, length: number): number {
  return Number((BigInt(monthNanoUsd) * BigInt(days)) / BigInt(length));
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function partsOf(day: LocalDay): readonly [number, number, number] {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month, date];
}
