import type { Configuration } from '../../shared/domain/configuration.ts';
import type { RoutePlan } from '../../shared/domain/route-plan.ts';
import type { Decision } from './decide.ts';
import { reviveChangedKeys } from './failover.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { InboundRequest } from './inbound.ts';
import { planChain, type Chain } from './resilience/chain.ts';

const COUNT_TOKENS = '/v1/messages/count_tokens';

/** Which of the rule's targets may take the request now, and in which order; null where no rule names targets. */
export async function chooseChain(
  { plan, facts }: Decision,
  maxTokens: number | null,
  inbound: InboundRequest,
  configuration: Configuration,
  { resilience, deps }: GatewayContext,
): Promise<Chain | null> {
  if (plan.kind !== 'targets' || inbound.path === COUNT_TOKENS) return null;
  resilience.earnRetry();
  await reviveChangedKeys(plan.targets, configuration, resilience, deps.revealKey);
  const question = {
    rule: plan.rule,
    strategy: plan.strategy,
    targets: plan.targets,
    sessionId: facts.sessionId,
    estimatedTokens: facts.inputTokens,
    maxTokens,
  };
  return planChain(question, configuration, resilience);
}

/** The plan as it will be tried, with what spoke for and against its targets. */
export function chainedPlan(plan: RoutePlan, chain: Chain | null): RoutePlan {
  if (chain === null || plan.kind !== 'targets') return plan;
  const { targets, notes, refusal } = chain;
  const trace = [...plan.trace, ...notes];
  return { ...plan, trace, targets: refusal === null ? targets : plan.targets };
}
