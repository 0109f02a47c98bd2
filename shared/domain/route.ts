import { idOfName } from './ids.ts';
import { matchRule, verdictOf } from './rule-match.ts';
import type { RequestFacts } from './request-facts.ts';
import type { RoutePlan, RuleVerdict } from './route-plan.ts';
import { AS_ASKED, type Action, type Profile } from './rule.ts';

/** Names in a trace for decisions that no rule made. */
export const EXPLICIT_MODEL = 'explicit model';
export const SUBAGENT_TAG = 'subagent tag';

interface NamedModel {
  readonly provider: string;
  readonly model: string;
}

/**
 * Request to plan: the model that the client names with its provider wins, then the subagent tag, then the first
 * enabled rule whose conditions hold, else native. Pure, total, deterministic; a lock is checked later, by address.
 */
export function route(
  facts: RequestFacts,
  profile: Pick<Profile, 'rules'>,
  providers: readonly { readonly id: string }[],
): RoutePlan {
  const trace: RuleVerdict[] = [];
  const explicit = findExplicitModel(facts.model, providers);
  if (explicit !== null) {
    const verdict = verdictOf(EXPLICIT_MODEL, true, { code: 'explicit-model', values: explicit });
    return straightTo(explicit, [verdict]);
  }
  if (facts.tag !== null) {
    const { provider, model } = facts.tag;
    const known = providerNamed(provider, providers);
    if (known !== undefined) {
      const named = { provider: known.id, model };
      return straightTo(named, [verdictOf(SUBAGENT_TAG, true, { code: 'tagged', values: named })]);
    }
    trace.push(verdictOf(SUBAGENT_TAG, false, { code: 'tagged-unknown', values: { provider } }));
  }
  for (const rule of profile.rules) {
    const verdict = matchRule(rule, facts);
    trace.push(verdict);
    if (verdict.matched) return act(rule.id, rule.then, trace, facts);
  }
  return { rule: null, trace, kind: 'native' };
}

/** `provider,model` or `provider/model` where that provider is configured; the provider's case does not matter. */
export function findExplicitModel(
  model: string,
  providers: readonly { readonly id: string }[],
): NamedModel | null {
  for (const separator of [',', '/']) {
    const at = model.indexOf(separator);
    const named = model.slice(at + 1).trim();
    if (at <= 0 || named === '') continue;
    const provider = providerNamed(model.slice(0, at), providers);
    if (provider !== undefined) return { provider: provider.id, model: named };
  }
  return null;
}

/** By its id, or by the name that its id was made of: `My Relay` is `my-relay`. */
function providerNamed<P extends { readonly id: string }>(
  name: string,
  providers: readonly P[],
): P | undefined {
  const wanted = name.trim().toLowerCase();
  return (
    providers.find(({ id }) => id === wanted) ?? providers.find(({ id }) => id === idOfName(wanted))
  );
}

function straightTo({ provider, model }: NamedModel, trace: readonly RuleVerdict[]): RoutePlan {
  return {
    rule: null,
    trace,
    kind: 'targets',
    strategy: 'failover',
    targets: [{ provider, model }],
  };
}

function act(
  rule: string,
  then: Action,
  trace: readonly RuleVerdict[],
  { model }: RequestFacts,
): RoutePlan {
  if ('native' in then) return { rule, trace, kind: 'native' };
  if ('refuse' in then) return { rule, trace, kind: 'refuse', message: then.refuse };
  const targets = then.targets.some((target) => target.model === AS_ASKED)
    ? then.targets.map((target) => (target.model === AS_ASKED ? { ...target, model } : target))
    : then.targets;
  return { rule, trace, kind: 'targets', strategy: then.strategy, targets };
}
