import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import type { TrialEnd } from '../../shared/domain/past-trial.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import type { Profile, TargetSpec } from '../../shared/domain/rule.ts';
import { aimsOf, type Aim } from '../gateway/aim.ts';
import { defaultLimits } from '../gateway/limits.ts';
import { planRoute } from '../gateway/plan-route.ts';
import { fitContext } from '../gateway/resilience/context-fit.ts';
import { tablePrice } from '../gateway/resilience/price-of.ts';
import { orderChain } from '../gateway/resilience/strategies.ts';

/** An edited profile and the world that it is tried in. */
export interface TrialQuestion {
  readonly draft: Profile;
  /** The same profile as it is saved, to tell a rule that was edited from one that was not. */
  readonly saved: Profile;
  readonly configuration: Configuration;
  /** Providers whose address is this machine or its network; asked only under a lock. */
  readonly localProviders: readonly string[];
}

/** A question with what was looked up for it, so that a slice of the past looks it up once. */
export interface OpenQuestion extends TrialQuestion {
  readonly aimOf: (target: TargetSpec) => Aim | null;
}

export function openQuestion(question: TrialQuestion): OpenQuestion {
  const known = new Map<string, Aim | null>();
  return {
    ...question,
    aimOf: (target) => {
      const name = `${target.provider} ${target.model}`;
      const found = known.get(name);
      if (found !== undefined) return found;
      const aims = aimsOf(target, question.configuration);
      const aim = aims.ok ? (aims.value[0] ?? null) : null;
      known.set(name, aim);
      return aim;
    },
  };
}

/** What is kept of one request: its row's part, and its facts where they are kept. */
export interface PastRequest {
  readonly id: string;
  readonly row: Pick<
    ExchangeRow,
    | 'startedAt'
    | 'state'
    | 'kinds'
    | 'provider'
    | 'sentModel'
    | 'profile'
    | 'rule'
    | 'usage'
    | 'costNanoUsd'
    | 'priceBasis'
  >;
  readonly facts: RequestFacts | null;
}

export interface Placement {
  readonly rule: string | null;
  readonly isNamed: boolean;
  readonly to: TrialEnd;
  readonly isAssumed: boolean;
}

const end = (
  kind: TrialEnd['kind'],
  provider: string | null = null,
  model: string | null = null,
) => ({
  kind,
  provider,
  model,
});

/** Where the request went. */
export function pastEnd({ row }: PastRequest): TrialEnd {
  if (row.provider === 'native') return end('native');
  if (row.provider !== null) return end('target', row.provider, row.sentModel);
  return end(row.state === 'refused' ? 'refused' : 'none');
}

/**
 * Where the edited profile would send it, by the gateway's own `planRoute`. A rule that was not edited keeps what it did
 * then: its failover belongs to the past. Shares are drawn by conversation, so that one stays together.
 */
export function placeRequest(
  request: PastRequest,
  facts: RequestFacts,
  question: OpenQuestion,
): Placement {
  const plan = planRoute(facts, question.draft, question.configuration.providers);
  const place = (to: TrialEnd, isAssumed = false): Placement => ({
    rule: plan.rule,
    isNamed: plan.rule === null && plan.kind === 'targets',
    to: isBlocked(to, question) ? end('blocked') : to,
    isAssumed,
  });
  switch (plan.kind) {
    case 'refuse':
      return place(end('refused'));
    case 'native':
      return place(end('native'));
    case 'targets':
      return placeInChain(plan, request, facts, question, place);
  }
}

function isBlocked(to: TrialEnd, { draft, localProviders }: TrialQuestion): boolean {
  if (draft.lock === null) return false;
  if (to.kind === 'native') return true;
  return to.kind === 'target' && !localProviders.includes(to.provider ?? '');
}

type Place = (to: TrialEnd, isAssumed?: boolean) => Placement;

interface Link {
  readonly target: TargetSpec;
  readonly to: TrialEnd;
  readonly price: number | null;
}

function placeInChain(
  plan: Extract<RoutePlan, { readonly kind: 'targets' }>,
  request: PastRequest,
  facts: RequestFacts,
  question: OpenQuestion,
  place: Place,
): Placement {
  const usable = plan.targets.flatMap((target) => linkOf(target, request, facts, question));
  if (usable.length === 0) return place(end('unusable', plan.targets[0]?.provider ?? null));
  const links = usable.filter(({ fits }) => fits);
  if (links.length === 0) return place(end('too-long'));
  const then = pastEnd(request);
  const home = links.find(({ to }) => isSameEnd(to, then));
  if (home !== undefined && isUnedited(plan.rule, request, question)) return place(home.to);
  const isAssumed =
    links.length > 1 && (plan.strategy === 'least-busy' || plan.strategy === 'fastest');
  const order = orderChain(
    plan.strategy,
    links.map(({ target, price }) => ({
      weight: target.weight ?? 1,
      inFlight: 0,
      price,
      firstTokenMs: 0,
    })),
    turnOf(facts.sessionId ?? request.id),
  );
  // The gateway passes over a target outside of a lock; only a chain without one inside is blocked.
  const ordered = order.flatMap((at) => links[at] ?? []);
  const chosen = ordered.find(({ to }) => !isBlocked(to, question)) ?? ordered[0];
  return place(chosen?.to ?? end('none'), isAssumed);
}

function linkOf(
  target: TargetSpec,
  request: PastRequest,
  facts: RequestFacts,
  { aimOf }: OpenQuestion,
): readonly (Link & { readonly fits: boolean })[] {
  const aim = aimOf(target);
  if (aim?.provider == null) return [];
  const { model, provider } = aim;
  const known = provider.models.find(({ id }) => id === model);
  const room = {
    contextTokens: known?.contextTokens ?? null,
    outputTokens: target.maxOutputTokens ?? known?.maxOutputTokens ?? null,
  };
  return [
    {
      target,
      to: end('target', provider.id, model),
      price: tablePrice(provider, model, facts.inputTokens, request.row.startedAt),
      fits: fitContext(room, facts.inputTokens, defaultLimits.contextReserveTokens).fits,
    },
  ];
}

function isUnedited(rule: string | null, { row }: PastRequest, question: TrialQuestion): boolean {
  if (rule === null || row.rule !== rule || row.profile !== question.saved.id) return false;
  const action = ({ rules }: Profile): string =>
    JSON.stringify(rules.find(({ id }) => id === rule)?.then);
  return action(question.saved) === action(question.draft);
}

export function isSameEnd(one: TrialEnd, other: TrialEnd): boolean {
  return one.kind === other.kind && one.provider === other.provider && one.model === other.model;
}

/** FNV-1a: spreads conversations over the turns of a chain, the same way each time. */
function turnOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % 1_000;
}
