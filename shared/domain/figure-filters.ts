import type { CostGrouping, CostLine } from './cost.ts';
import { NO_RULE } from './rule.ts';
import { printTrafficFilter } from './traffic-filter-print.ts';
import type { ChoiceKey, FilterTerm, TextKey, Trait } from './traffic-filter.ts';

/**
 * Live's filters for figures that are counted elsewhere: each lets through the rows that the figure was counted from,
 * no other ones, as long as rows are kept. Held against the store's own sums by `electron/storage/figure-filters.test.ts`.
 */

/**
 * `requests`: all that Costs counts; `spent`: those in the sum of money; `baseline`: those in the baseline's, which
 * replays are not; `unpriced`: those in neither; `owned`: what machines answered that the user owns.
 */
export type CostFigure = 'requests' | 'spent' | 'baseline' | 'unpriced' | 'owned';

const costFigures: Readonly<Record<CostFigure, readonly FilterTerm[]>> = {
  requests: [choice('basis', 'priced', 'unpriced', 'free', 'subscription', 'hardware')],
  spent: [has('price')],
  baseline: [has('price'), not(choice('is', 'replay'))],
  unpriced: [choice('basis', 'unpriced')],
  owned: [choice('basis', 'hardware')],
};

/** Of all lines of Costs since `from` (epoch ms; 0: since ever). */
export function costFilter(from: number, figure: CostFigure = 'requests'): string {
  return printTrafficFilter([...costFigures[figure], ...since(from)]);
}

/** Of one line; null where its rows cannot be named: several models under one name. */
export function costLineFilter(
  line: CostLine,
  groupBy: CostGrouping,
  from: number,
  figure: CostFigure = 'requests',
): string | null {
  if (groupBy === 'day') return `day:${line.key} ${printTrafficFilter(costFigures[figure])}`;
  const terms = groupTerms(line, groupBy);
  if (terms === null) return null;
  return printTrafficFilter([...terms, ...costFigures[figure], ...since(from)]);
}

function groupTerms(
  { key, provider, model }: CostLine,
  groupBy: Exclude<CostGrouping, 'day'>,
): readonly FilterTerm[] | null {
  switch (groupBy) {
    case 'provider':
      return key === '' ? null : [exactly('provider', key)];
    case 'model':
      return provider === null || model === null
        ? null
        : [exactly('provider', provider), exactly('sent', model)];
    case 'rule':
    case 'project':
      return [key === '' ? not(has(groupBy)) : exactly(groupBy, key)];
    case 'kind':
      return [firstKind(key)];
  }
}

/** Figures of the status, all of today but what runs. */
export const todayFilters = {
  requests: 'day:today',
  failed: 'day:today state:failed,cut',
  blocked: 'day:today state:refused error=blocked-by-lock',
  streaming: 'state:running',
  unpriced: 'day:today basis:unpriced',
  spent: 'day:today has:price',
  /** What has both figures, so that it can be compared with the baseline. */
  compared: 'day:today has:price has:baseline',
} as const;

export function providerTodayFilter(providerId: string): string {
  return `day:today ${printTrafficFilter([exactly('provider', providerId)])}`;
}

/** A rule's hits, or those of `NO_RULE`. */
export function ruleFilter(profileId: string, ruleId: string, when: 'today' | 'ever'): string {
  const rule = ruleId === NO_RULE ? choice('is', 'unmatched') : exactly('rule', ruleId);
  const terms = printTrafficFilter([exactly('profile', profileId), rule]);
  return when === 'today' ? `${terms} day:today` : terms;
}

/** Requests of which a model was the last to be asked; those that it passed on lie with the one after it. */
export function modelFilter(
  { provider, model }: { readonly provider: string; readonly model: string },
  hours: number,
): string {
  const terms = [exactly('provider', provider), exactly('sent', model), choice('is', 'rated')];
  return `${printTrafficFilter(terms)} since:${String(hours)}h`;
}

function exactly(key: TextKey, value: string): FilterTerm {
  return { type: 'text', key, negated: false, exact: true, values: [value] };
}

function has(trait: Trait): FilterTerm {
  return choice('has', trait);
}

/** What Costs counts a request as. */
function firstKind(kind: string): FilterTerm {
  return { type: 'choice', key: 'kind', negated: false, exact: true, values: [kind] };
}

function not(term: FilterTerm): FilterTerm {
  return { ...term, negated: !term.negated };
}

function choice(key: ChoiceKey, ...values: readonly string[]): FilterTerm {
  return { type: 'choice', key, negated: false, exact: false, values };
}

function since(from: number): readonly FilterTerm[] {
  if (from === 0) return [];
  return [{ type: 'time', key: 'since', negated: false, spans: [{ from, to: null }] }];
}
