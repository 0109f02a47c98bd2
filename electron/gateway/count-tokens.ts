import type { Configuration } from '../../shared/domain/configuration.ts';
import { gatewayError } from '../../shared/domain/gateway-error.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import { aimsOf, type Aim } from './aim.ts';
import { exchangeHeaders, type AttemptContext } from './attempt.ts';
import { tryTargets, type Tried } from './failover.ts';
import type { GatewayContext } from './gateway-context.ts';

/** Answers of endpoints that have no count of their own. */
const hasNoCount = new Set([404, 405, 501]);

/**
 * The upstream's own count, where the first target speaks our dialect and has one; a 404 is remembered for a while.
 * null: the estimate has to serve, because nobody could count.
 */
export async function countUpstream(
  targets: readonly TargetSpec[],
  context: AttemptContext,
  configuration: Configuration,
  gateway: GatewayContext,
): Promise<Tried | null> {
  const [target] = targets;
  const provider = firstAim(targets, configuration)?.provider;
  if (target === undefined) return null;
  if (provider?.wire !== 'anthropic-messages') return null;
  const known = gateway.withoutCount.get(provider.baseUrl);
  if (known !== undefined && known > gateway.deps.clock.now()) return null;
  // Endpoints without a count of their own answer anything at all: it says nothing about the target.
  const unwatched = { ...context, resilience: null };
  const tried = await tryTargets([target], unwatched, configuration);
  if (tried.outcome.kind === 'answered') return tried;
  if (hasNoCount.has(tried.outcome.status ?? 0)) {
    const until = gateway.deps.clock.now() + gateway.limits.countTokensMemoryMs;
    gateway.withoutCount.set(provider.baseUrl, until);
  }
  return context.source.inbound.signal.aborted ? tried : null;
}

/** Our own count times what the target's model makes of it, marked as an estimate. It is never billed. */
export async function answerEstimate(
  targets: readonly TargetSpec[],
  context: AttemptContext,
  configuration: Configuration,
  gateway: GatewayContext,
): Promise<void> {
  const { reply, story, source } = context;
  const tokens = await estimate(firstAim(targets, configuration), context, gateway);
  if (source.inbound.signal.aborted) {
    story.end('cancelled', null, gatewayError('client-gone', 'The client went away'), null);
    return;
  }
  const body = JSON.stringify({ input_tokens: tokens });
  reply.begin(200, [
    'content-type',
    'application/json',
    'content-length',
    String(Buffer.byteLength(body)),
    'x-switchyard-estimated',
    'true',
    ...exchangeHeaders(null, context),
  ]);
  story.responseStart(200, false);
  reply.write(body);
  reply.end();
  story.end('complete', 200, null, null);
}

function firstAim(targets: readonly TargetSpec[], configuration: Configuration): Aim | null {
  const aims = targets[0] && aimsOf(targets[0], configuration);
  return aims?.ok === true ? (aims.value[0] ?? null) : null;
}

async function estimate(
  aim: Aim | null,
  { source, estimatedInputTokens }: AttemptContext,
  { deps, calibration }: GatewayContext,
): Promise<number> {
  const counted = await deps.promptCounter?.count(source.inbound.body);
  if (counted === null || counted === undefined || aim === null) return estimatedInputTokens;
  return Math.ceil(counted * calibration.ofTarget(aim.providerId, aim.model));
}
