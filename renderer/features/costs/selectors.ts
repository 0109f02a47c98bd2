import type { CostGrouping, CostLine, CostSummary } from '../../../shared/domain/cost.ts';
import type { FeeLine } from '../../../shared/domain/fees.ts';
import { dayStart } from '../../../shared/domain/local-day.ts';
import { promptTokens } from '../../../shared/domain/usage.ts';

export const periods = ['today', 'days7', 'days30', 'all'] as const;
export type Period = (typeof periods)[number];

export const groupings = [
  'model',
  'provider',
  'kind',
  'project',
  'rule',
] as const satisfies readonly CostGrouping[];
export type Grouping = (typeof groupings)[number];

const dayMs = 86_400_000;

/** From the local start of the first day up to now; "all" starts with the epoch. */
export function rangeOf(
  period: Period,
  now: number,
): { readonly from: number; readonly to: number } {
  if (period === 'all') return { from: 0, to: now };
  const back = { today: 0, days7: 6, days30: 29 }[period];
  return { from: dayStart(now, -back), to: now };
}

/** Requests whose price is known, or known to be nothing. */
export function pricedRequests(line: CostLine): number {
  return line.requests - line.unpriced;
}

export function savedNanoUsd(line: CostLine): number {
  return line.baselineNanoUsd - line.spentNanoUsd;
}

/** Spent over baseline; null where there is nothing to divide by or nothing was paid by the token. */
export function ratioOf(line: CostLine): number | null {
  if (line.baselineNanoUsd <= 0 || line.basis === 'hardware') return null;
  if (line.unpriced === line.requests) return null;
  return line.spentNanoUsd / line.baselineNanoUsd;
}

/** A per-token line that costs at least as much as the baseline; the baseline itself is none. */
export function costsMore(line: CostLine, baselineModel: string): boolean {
  const ratio = ratioOf(line);
  return ratio !== null && ratio >= 1 && line.basis === 'priced' && line.model !== baselineModel;
}

/** Of plans only: a machine that is owned has its own line. */
export function planFees(fees: readonly FeeLine[]): number {
  return fees.reduce(
    (sum, { kind, feeNanoUsd }) => (kind === 'subscription' ? sum + feeNanoUsd : sum),
    0,
  );
}

/** Tokens of the three columns: fresh input, cache (read and written), output. */
export function tokensOf(line: CostLine): {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
} {
  const { usage } = line;
  return {
    input: usage.input,
    cached: promptTokens(usage) - usage.input,
    output: usage.output,
  };
}

export interface DayPoint {
  readonly day: string;
  /** null: no requests that day, or none with a price. */
  readonly spent: number | null;
  readonly baseline: number | null;
}

/** Longest run of days that is drawn day by day. */
const drawnDays = 400;

/** Every day from the first to the last with traffic; days without any are gaps, not zeros. `YYYY-MM-DD`, local. */
export function dayPoints(byDay: CostSummary['byDay']): readonly DayPoint[] {
  const known = new Map(byDay.map((line) => [line.day, line]));
  const sorted = [...known.keys()].sort();
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const points: DayPoint[] = [];
  // Noon, so that no change of clocks moves a step into a neighbouring day.
  const end = Date.parse(`${last}T12:00:00Z`);
  for (
    let at = Math.max(Date.parse(`${first}T12:00:00Z`), end - drawnDays * dayMs);
    at <= end;
    at += dayMs
  ) {
    const day = new Date(at).toISOString().slice(0, 10);
    const line = known.get(day);
    const isKnown = line !== undefined && pricedRequests(line) > 0;
    points.push({
      day,
      spent: isKnown ? line.spentNanoUsd : null,
      baseline: isKnown ? line.baselineNanoUsd : null,
    });
  }
  return points;
}

/** About `count` places, first and last among them. */
export function spreadPlaces(places: number, count: number): readonly number[] {
  if (places <= count) return Array.from({ length: places }, (_, index) => index);
  const step = (places - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => Math.round(index * step));
}
