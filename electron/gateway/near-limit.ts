import type { Configuration } from '../../shared/domain/configuration.ts';
import { verdictOf } from '../../shared/domain/rule-match.ts';
import type { RuleVerdict } from '../../shared/domain/route-plan.ts';
import type { Condition, Rule } from '../../shared/domain/rule.ts';
import type { TokenCalibration } from '../tokens/calibration.ts';
import { SAMPLING_ERROR } from '../tokens/sampled-text.ts';
import type { RequestOutline } from './body/read-request.ts';
import { LONG_CONTEXT_TOKENS, measured } from './classify.ts';
import { decide, type Decision } from './decide.ts';
import type { ReplayGrant } from './gateway.ts';
import { planRoute } from './plan-route.ts';

/** The name in a trace for what was done about the prompt's size, not by a rule. */
const PROMPT_SIZE = 'prompt size';

/**
 * `decide`, but where another rule would take the request if the estimate were wrong by what sampling may miss, the
 * whole prompt is counted first. `count` answers in our own unit; null, or not in time: the estimate stands and the
 * trace says so. Far from every limit nothing is counted.
 */
export async function decideCounted(
  outline: RequestOutline,
  configuration: Configuration,
  calibration: TokenCalibration,
  count: () => Promise<number | null>,
  replay?: ReplayGrant,
): Promise<Decision> {
  const estimated = decide(outline, configuration, calibration, replay);
  if (!configuration.routing || replay !== undefined) return estimated;
  if (!isNearLimit(estimated, outline, configuration)) return estimated;
  const ownTokens = await count();
  const estimate = estimated.facts.inputTokens;
  if (ownTokens === null) {
    const reason = { code: 'tokens-not-counted', values: { estimate } } as const;
    return withNote(estimated, verdictOf(PROMPT_SIZE, false, reason));
  }
  const counted = decide({ ...outline, ownTokens }, configuration, calibration);
  const values = { estimate, counted: counted.facts.inputTokens };
  return withNote(counted, verdictOf(PROMPT_SIZE, false, { code: 'tokens-counted', values }));
}

function withNote(decision: Decision, note: RuleVerdict): Decision {
  return { ...decision, plan: { ...decision.plan, trace: [note, ...decision.plan.trace] } };
}

/** Whether a count that sampling may have missed would give the request to another rule. */
function isNearLimit(
  { facts, profile, plan }: Decision,
  outline: RequestOutline,
  { providers }: Configuration,
): boolean {
  const least = Math.floor(facts.inputTokens / (1 + SAMPLING_ERROR));
  const most = Math.ceil(facts.inputTokens / (1 - SAMPLING_ERROR));
  const turns = turningPoints(profile.rules).filter((at) => at > least && at <= most);
  // Between two turning points every count gives the same rule, so one of each stretch is enough.
  return [...(turns.length === 0 ? [] : [least]), ...turns].some(
    (tokens) => planRoute(measured(outline.facts, tokens), profile, providers).rule !== plan.rule,
  );
}

/** The counts from which on a condition on the prompt's size says something else. */
function turningPoints(rules: readonly Rule[]): readonly number[] {
  return rules.flatMap(({ enabled, when }) => (enabled ? turnsOf(when) : []));
}

function turnsOf({ inputTokens, kind, not }: Condition): readonly number[] {
  const turns = not === undefined ? [] : [...turnsOf(not)];
  if (kind?.includes('long-context') === true) turns.push(LONG_CONTEXT_TOKENS);
  if (inputTokens?.min !== undefined) turns.push(Math.ceil(inputTokens.min));
  if (inputTokens?.max !== undefined) turns.push(Math.floor(inputTokens.max) + 1);
  return turns;
}
