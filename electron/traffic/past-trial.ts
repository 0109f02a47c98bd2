import type { PastTrial, TrialEnd, TrialLine } from '../../shared/domain/past-trial.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import { costOf, tariffOf, type Tariff } from './exchange-cost.ts';
import {
  isSameEnd,
  openQuestion,
  pastEnd,
  placeRequest,
  type PastRequest,
  type Placement,
  type TrialQuestion,
} from './trial-plan.ts';

/** The sums of a trial over any number of slices of the past. */
export type TrialSums = Omit<PastTrial, 'from' | 'to' | 'isCut'>;

/** Lines that are shown; the requests of the others are counted. */
const MAX_LINES = 50;
/** Lines that are kept while slices are added up: a client may ask for any number of models. */
const MAX_LINES_KEPT = 500;

export const noSums: TrialSums = {
  requests: 0,
  moved: 0,
  compared: 0,
  unpriced: 0,
  unanswered: 0,
  practice: 0,
  missingFacts: 0,
  spentNanoUsd: 0,
  wouldNanoUsd: 0,
  refused: 0,
  blocked: 0,
  tooLong: 0,
  assumed: 0,
  flat: 0,
  lines: [],
  movedElsewhere: 0,
};

/** One slice of the past under the edited profile. Pure; runs in the storage worker. */
export function tryPast(requests: readonly PastRequest[], question: TrialQuestion): TrialSums {
  const open = openQuestion(question);
  const tariffs = new Map<string, Tariff>();
  const tariff = (provider: string, model: string): Tariff => {
    const name = `${provider} ${model}`;
    const known = tariffs.get(name) ?? tariffOf(question.configuration, provider, model);
    tariffs.set(name, known);
    return known;
  };
  return addUp(
    requests.map((request) => {
      const { facts } = request;
      if (facts === null) return { requests: 1, missingFacts: 1 };
      return judge(request, facts, placeRequest(request, facts, open), tariff);
    }),
  );
}

/** `cut`: for the last time, with no more lines than are shown. */
export function addTrials(sums: readonly TrialSums[], cut = false): TrialSums {
  return addUp(sums, cut ? MAX_LINES : MAX_LINES_KEPT);
}

function judge(
  request: PastRequest,
  facts: RequestFacts,
  placement: Placement,
  tariff: (provider: string, model: string) => Tariff,
): Partial<TrialSums> {
  const { to } = placement;
  const from = pastEnd(request);
  const isMoved = !isSameEnd(from, to);
  const money = compare(request, facts, to, isMoved, tariff);
  const line: TrialLine = {
    rule: placement.rule,
    isNamed: placement.isNamed,
    from,
    to,
    requests: 1,
    compared: money.compared ?? 0,
    spentNanoUsd: money.spentNanoUsd ?? 0,
    wouldNanoUsd: money.wouldNanoUsd ?? 0,
    basis: money.basis,
  };
  return {
    requests: 1,
    ...money,
    moved: isMoved ? 1 : 0,
    refused: to.kind === 'refused' ? 1 : 0,
    blocked: to.kind === 'blocked' ? 1 : 0,
    tooLong: to.kind === 'too-long' ? 1 : 0,
    assumed: placement.isAssumed ? 1 : 0,
    flat: money.basis === 'subscription' || money.basis === 'hardware' ? 1 : 0,
    lines: isMoved ? [line] : [],
  };
}

type Money = Partial<TrialSums> & Pick<TrialLine, 'basis'>;

/** What it cost and what it would have: the same tokens, cache hits included, at the other price. */
function compare(
  { row }: PastRequest,
  facts: RequestFacts,
  to: TrialEnd,
  isMoved: boolean,
  tariff: (provider: string, model: string) => Tariff,
): Money {
  if (row.priceBasis === 'practice') return { practice: 1, basis: null };
  const isUnknown = row.priceBasis !== null && row.costNanoUsd === null;
  if (isUnknown) return { unpriced: 1, basis: null };
  const spent = row.costNanoUsd ?? 0;
  if (!isMoved) return compared(spent, spent, row.priceBasis);
  const isCount = row.kinds.length === 1 && row.kinds[0] === 'count-tokens';
  const target = isCount ? null : chargedEnd(to, facts.model);
  if (target === null) return compared(spent, 0, null);
  if (row.usage === null) return { unanswered: 1, basis: null };
  const { provider, model } = target;
  const would = costOf(tariff(provider, model), row.usage, row.startedAt);
  if (would.priceBasis === 'practice') return compared(spent, 0, 'practice');
  if (would.costNanoUsd === null) return { unpriced: 1, basis: 'unpriced' };
  return compared(spent, would.costNanoUsd, would.priceBasis);
}

function compared(spent: number, would: number, basis: TrialLine['basis']): Money {
  return { compared: 1, spentNanoUsd: spent, wouldNanoUsd: would, basis };
}

/** Who would charge for it; null: nobody would be asked. */
function chargedEnd(
  { kind, provider, model }: TrialEnd,
  askedModel: string,
): { readonly provider: string; readonly model: string } | null {
  if (kind === 'native') return { provider: kind, model: askedModel };
  return kind === 'target' && provider !== null && model !== null ? { provider, model } : null;
}

function addUp(parts: readonly Partial<TrialSums>[], mostLines = MAX_LINES_KEPT): TrialSums {
  const sums: Record<string, unknown> = { ...noSums };
  for (const part of parts) {
    for (const key of Object.keys(noSums) as (keyof TrialSums)[])
      if (key !== 'lines') sums[key] = (sums[key] as number) + (part[key] ?? 0);
  }
  const all = addLines(parts.flatMap(({ lines = [] }) => lines));
  const cut = all.slice(mostLines).reduce((sum, { requests }) => sum + requests, 0);
  const added = sums as unknown as TrialSums;
  return {
    ...added,
    lines: all.slice(0, mostLines),
    movedElsewhere: added.movedElsewhere + cut,
  };
}

/** Lines that say the same become one; the most requests first. */
function addLines(lines: readonly TrialLine[]): readonly TrialLine[] {
  const byName = new Map<string, TrialLine>();
  for (const line of lines) {
    const { rule, isNamed, from, to } = line;
    const name = JSON.stringify([rule, isNamed, from, to]);
    const known = byName.get(name);
    byName.set(name, known === undefined ? line : addLine(known, line));
  }
  return [...byName.values()].sort((a, b) => b.requests - a.requests);
}

function addLine(one: TrialLine, other: TrialLine): TrialLine {
  return {
    ...one,
    requests: one.requests + other.requests,
    compared: one.compared + other.compared,
    spentNanoUsd: one.spentNanoUsd + other.spentNanoUsd,
    wouldNanoUsd: one.wouldNanoUsd + other.wouldNanoUsd,
    basis: one.basis ?? other.basis,
  };
}
