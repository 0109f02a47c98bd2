import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { CostGrouping, CostLine, CostSummary } from '../../shared/domain/cost.ts';
import {
  breakEvenOf,
  countDays,
  feeOfDays,
  monthlyFee,
  type FeeLine,
} from '../../shared/domain/fees.ts';
import { localDay, type LocalDay } from '../../shared/domain/local-day.ts';
import { promptTokens } from '../../shared/domain/usage.ts';
import type { ExchangeStore } from '../storage/store.ts';

/** Sums of what was asked, and beside them the fees of what is paid for otherwise. */
export async function withFees(
  store: Pick<ExchangeStore, 'costSummary'>,
  range: { readonly from: number; readonly to: number; readonly groupBy: CostGrouping },
  { baseline, providers }: Configuration,
  now: number,
): Promise<CostSummary> {
  const span = monthSpan(now);
  const [summary, month] = await Promise.all([
    store.costSummary({ ...range, baseline, providers }),
    store.costSummary({ from: span.from, to: now + 1, groupBy: 'provider', baseline, providers }),
  ]);
  const last = localDay(Math.max(range.from, range.to - 1));
  const first = firstFeeDay(range.from, last, summary.byDay);
  const fees = feeLines(providers, { first, last }, { lines: month.lines, elapsed: span.elapsed });
  return { ...summary, fees };
}

/** The month under way: its traffic per provider, and the part of it that is over. */
export interface MonthSoFar {
  readonly lines: readonly CostLine[];
  readonly elapsed: number;
}

/** What plans and owned machines cost over the days of a range, beside what their traffic of this month is worth. */
export function feeLines(
  providers: Configuration['providers'],
  { first, last }: { readonly first: LocalDay; readonly last: LocalDay },
  month: MonthSoFar,
): readonly FeeLine[] {
  const days = countDays(first, last);
  return providers.flatMap((provider): FeeLine[] => {
    const { auth, billing, preset } = resolveDraft(provider);
    const monthNanoUsd = monthlyFee(billing);
    // A plan of the catalogue whose fee nobody has entered says nothing.
    if (monthNanoUsd === null || monthNanoUsd === 0 || preset === 'practice') return [];
    const traffic = trafficOf(month.lines, [provider.id, ...(auth === 'native' ? ['native'] : [])]);
    return [
      {
        provider: provider.id,
        kind: billing.kind === 'hardware' ? 'hardware' : 'subscription',
        monthNanoUsd,
        days,
        feeNanoUsd: feeOfDays(monthNanoUsd, first, last),
        breakEven: breakEvenOf(monthNanoUsd, traffic, month.elapsed),
      },
    ];
  });
}

/** From the epoch on ("all") there is no first day: fees begin with the traffic. */
function firstFeeDay(from: number, last: LocalDay, byDay: CostSummary['byDay']): LocalDay {
  if (from > 0) return localDay(from);
  return byDay.reduce((first, { day }) => (day < first ? day : first), last);
}

/** What of the month that `now` lies in is over, above 0. */
function monthSpan(now: number): { readonly from: number; readonly elapsed: number } {
  const at = new Date(now);
  const from = new Date(at.getFullYear(), at.getMonth(), 1).getTime();
  const until = new Date(at.getFullYear(), at.getMonth() + 1, 1).getTime();
  return { from, elapsed: Math.max(1, now - from) / (until - from) };
}

/** A login's plan pays for what passes untouched, too. */
function trafficOf(
  lines: readonly CostLine[],
  ids: readonly string[],
): { readonly tokens: number; readonly worthNanoUsd: number } {
  const own = lines.filter((line) => ids.includes(line.provider ?? ''));
  return {
    tokens: own.reduce((sum, { usage }) => sum + promptTokens(usage) + usage.output, 0),
    worthNanoUsd: own.reduce((sum, line) => sum + line.baselineNanoUsd, 0),
  };
}
