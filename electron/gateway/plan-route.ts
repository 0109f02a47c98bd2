import type { Provider } from '../../shared/domain/provider.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import { route } from '../../shared/domain/route.ts';
import type { Profile } from '../../shared/domain/rule.ts';
import { resolveAlias } from './model-aliases.ts';

/** `route` for what the client asked: a name from our own model list stands for `provider,model`. */
export function planRoute(
  facts: RequestFacts,
  profile: Pick<Profile, 'rules'>,
  providers: readonly Provider[],
): RoutePlan {
  const named = resolveAlias(facts.model, providers);
  const asked = named === null ? facts : { ...facts, model: `${named.provider},${named.model}` };
  return route(asked, profile, providers);
}
