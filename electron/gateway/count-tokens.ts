import type { Configuration } from '../../shared/domain/configuration.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import { aimsOf } from './aim.ts';
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
  const target = targets[0];
  const aims = target && aimsOf(target, configuration);
  if (target === undefined || aims?.ok !== true) return null;
  const provider = aims.value[0]?.provider;
  if (provider?.wire !== 'anthropic-messages') return null;
  const known = gateway.withoutCount.get(provider.baseUrl);
  if (known !== undefined && known > gateway.deps.clock.now()) return null;
  const tried = await tryTargets([target], context, configuration);
  if (tried.outcome.kind === 'answered') return tried;
  if (hasNoCount.has(tried.outcome.status ?? 0)) {
    const until = gateway.deps.clock.now() + gateway.limits.countTokensMemoryMs;
    gateway.withoutCount.set(provider.baseUrl, until);
  }
  return context.source.inbound.signal.aborted ? tried : null;
}

/** Our own estimate, marked as one. It is what the rules see too, and it is never billed. */
export function answerEstimate(context: AttemptContext): void {
  const { reply, story, estimatedInputTokens } = context;
  const body = JSON.stringify({ input_tokens: estimatedInputTokens });
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
