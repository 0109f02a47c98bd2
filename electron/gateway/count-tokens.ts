import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import { quirksOf } from '../wire/quirks-of.ts';
import { abortCause } from './abort-cause.ts';
import { aimsOf, type Aim } from './aim.ts';
import { exchangeHeaders, type AttemptContext } from './attempt.ts';
import { failedWith, tryTargets, type Tried } from './failover.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { InboundRequest } from './inbound.ts';
import { pause } from './resilience/pause.ts';

/** Answers of endpoints that have no count of their own. */
const hasNoCount = new Set([404, 405, 501]);

/**
 * The upstream's own count, where the first target has one in our dialect; a 404 is remembered for a while, and so is
 * one that does not come in time. null: the estimate has to serve, because nobody could count.
 */
export async function countUpstream(
  targets: readonly TargetSpec[],
  context: AttemptContext,
  configuration: Configuration,
  gateway: GatewayContext,
): Promise<Tried | null> {
  const [target] = targets;
  const provider = firstAim(targets, configuration)?.provider;
  if (target === undefined || provider == null || !countsMessages(provider)) return null;
  const known = gateway.withoutCount.get(provider.baseUrl);
  if (known !== undefined && known > gateway.deps.clock.now()) return null;
  // Endpoints without a count of their own answer anything at all: it says nothing about the target.
  const unwatched = { ...context, resilience: null };
  const tried = await tryTargets([target], unwatched, atItsMessages(provider, configuration));
  if (tried.outcome.kind === 'answered') return tried;
  if (context.source.inbound.signal.aborted) return tried;
  const { status } = tried.outcome;
  const { countTokensMemoryMs, countTokensPauseMs } = gateway.limits;
  const pauseMs = hasNoCount.has(status ?? 0)
    ? countTokensMemoryMs
    : status === null
      ? countTokensPauseMs
      : null;
  if (pauseMs !== null) {
    gateway.withoutCount.set(provider.baseUrl, gateway.deps.clock.now() + pauseMs);
  }
  return null;
}

function countsMessages(provider: ResolvedProvider): boolean {
  const quirks = quirksOf(provider);
  if (provider.wire !== 'anthropic-messages') return quirks.includes('counts-messages');
  return !quirks.includes('no-count-tokens');
}

/** The same provider in the dialect that it counts in, whichever it chats in. */
function atItsMessages(
  { id, baseUrl }: ResolvedProvider,
  configuration: Configuration,
): Configuration {
  return {
    ...configuration,
    providers: configuration.providers.map((provider) =>
      provider.id === id ? { ...provider, wire: 'anthropic-messages', baseUrl } : provider,
    ),
  };
}

/**
 * Our own count times what the target's model makes of it, marked as an estimate. It is never billed. null: the client
 * has its answer.
 */
export async function answerEstimate(
  targets: readonly TargetSpec[],
  context: AttemptContext,
  configuration: Configuration,
  gateway: GatewayContext,
): Promise<Tried | null> {
  const { reply, story, source } = context;
  const tokens = await estimate(firstAim(targets, configuration), context, gateway);
  const cause = abortCause(source.inbound.signal);
  if (cause !== null) return failedWith(cause);
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
  return null;
}

/** The whole prompt in our own unit, beside the loop; null where nobody could count it in time. */
export async function countWhole(
  { body, signal }: InboundRequest,
  { deps, limits }: GatewayContext,
): Promise<number | null> {
  if (deps.promptCounter === undefined) return null;
  const given = new AbortController();
  const tooLate = pause(limits.wholeCountMs, AbortSignal.any([signal, given.signal]));
  try {
    return await Promise.race([deps.promptCounter.count(body), tooLate.then(() => null)]);
  } finally {
    given.abort();
  }
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
