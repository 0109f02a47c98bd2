import type { Configuration } from '../../shared/domain/configuration.ts';
import {
  gatewayError,
  type GatewayError,
  type GatewayErrorCode,
} from '../../shared/domain/gateway-error.ts';
import { abortCause } from './abort-cause.ts';
import { exchangeHeaders, type AttemptContext } from './attempt.ts';
import { chainedPlan, chooseChain } from './choose-chain.ts';
import { answerEstimate, countUpstream, countWhole } from './count-tokens.ts';
import { targetKey } from '../tokens/calibration.ts';
import type { RequestOutline } from './body/read-request.ts';
import type { RequestBody } from './body/request-body.ts';
import { activeProfile, decide, lockOf, readContext, type Decision } from './decide.ts';
import type { ExchangeStory } from './exchange-story.ts';
import { failedWith, tryNative, tryTargets, type Tried } from './failover.ts';
import type { GatewayContext } from './gateway-context.ts';
import { overrideHeaders, translatedResponseHeaders, type RawHeaders } from './headers.ts';
import type { InboundRequest } from './inbound.ts';
import { isComplete } from './outcome.ts';
import { decideCounted } from './near-limit.ts';
import type { ClientReply } from './reply.ts';
import type { Chain } from './resilience/chain.ts';
import { pause } from './resilience/pause.ts';
import { peekModel } from '../wire/anthropic-messages/splice-model.ts';
import { withRetryAdvice } from './upstream-failure.ts';

/**
 * The story of one Messages request, top to bottom: parse, decide, try the targets in turn until one answers, and
 * say how it ended. Failover happens in `tryTargets`, before anything substantive has reached the client.
 */
export async function runExchange(
  inbound: InboundRequest,
  reply: ClientReply,
  story: ExchangeStory,
  gateway: GatewayContext,
): Promise<void> {
  const configuration = gateway.deps.configuration();
  const isReplay = inbound.grant.replay !== undefined;
  if (!configuration.routing && !isReplay && !inbound.repeatsCancelled) {
    await runUnrouted(inbound, reply, story, gateway);
    return;
  }
  story.start(inbound);
  const body = gateway.openBody(inbound.body);
  try {
    await runRouted(inbound, body, reply, story, gateway);
  } finally {
    body.release();
  }
}

async function runRouted(
  inbound: InboundRequest,
  body: RequestBody,
  reply: ClientReply,
  story: ExchangeStory,
  gateway: GatewayContext,
): Promise<void> {
  const configuration = gateway.deps.configuration();
  const at = new Date(story.now());
  const read = await body.read(readContext(inbound, at), inbound.signal);
  const outline = read.ok ? read.value : null;
  const { replay } = inbound.grant;
  const count = (): Promise<number | null> => countWhole(inbound, gateway);
  const decision =
    outline && (await decideCounted(outline, configuration, gateway.calibration, count, replay));
  const chain =
    decision && (await chooseChain(decision, outline.maxTokens, inbound, configuration, gateway));
  if (outline !== null && decision !== null) {
    const plan = chainedPlan(decision.plan, chain);
    story.routed(decision.facts, decision.profile.id, plan, outline);
  }
  const context = createContext(inbound, body, reply, story, gateway, {
    configuration,
    outline,
    decision,
    chain,
  });

  if (!read.ok) {
    if (inbound.signal.aborted) finish(failedWith(read.error), context);
    else endWith('failed', read.error, context);
    return;
  }
  const unasked = endsUnasked(inbound, decision, configuration);
  if (unasked !== null) {
    endWith(unasked.state, unasked.error, context);
    return;
  }
  const targets = decision?.plan.kind === 'targets' ? decision.plan.targets : null;
  if (targets !== null && chain === null) {
    const counted =
      (await countUpstream(targets, context, configuration, gateway)) ??
      (await answerEstimate(targets, context, configuration, gateway));
    if (counted !== null) finish(counted, context);
    return;
  }
  const tried = await followChain(chain, context, configuration);
  learn(tried, decision, gateway);
  finish(tried, context);
}

/** A local model may read a long prompt for longer than a client waits for the first header. */
function awaitPatiently(context: AttemptContext): void {
  const headers = (): RawHeaders => exchangeHeaders(null, context);
  const { earlyHeadMs: afterMs, pingMs: everyMs } = context.source.limits;
  context.reply.keepWaiting(headers, { afterMs, everyMs });
}

/** Asks the targets of the chain; without one, the client's own vendor. */
async function followChain(
  chain: Chain | null,
  context: AttemptContext,
  configuration: Configuration,
): Promise<Tried> {
  if (chain === null) return tryNative(context.source.outline?.facts.model ?? '', context);
  const { targets, refusal, waitMs } = chain;
  if (refusal !== null) return failedWith(refusal);
  if (context.source.outline?.facts.stream === true) awaitPatiently(context);
  if (waitMs > 0) await pause(waitMs, context.source.inbound.signal);
  return tryTargets(targets, context, configuration);
}

/**
 * With routing off the body is the vendor's business, readable to us or not: it is sent as it is, and read for the
 * observer once the answer is on its way.
 */
async function runUnrouted(
  inbound: InboundRequest,
  reply: ClientReply,
  story: ExchangeStory,
  gateway: GatewayContext,
): Promise<void> {
  const configuration = gateway.deps.configuration();
  story.start(inbound);
  const at = new Date(story.now());
  const body = gateway.openBody(inbound.body);
  let decision: Decision | null = null;
  const told = story.defer(async () => {
    try {
      const read = await body.read(readContext(inbound, at), unhurried);
      if (!read.ok) return;
      decision = decide(read.value, configuration, gateway.calibration);
      story.routed(decision.facts, decision.profile.id, decision.plan, read.value);
    } catch (error) {
      const words = 'A request that passes through could not be read';
      gateway.deps.logger.log('warn', words, { error: String(error) });
    } finally {
      body.release();
    }
  });
  const source = { configuration, outline: null, decision: null, chain: null };
  const context = createContext(inbound, body, reply, story, gateway, source);
  const tried = await tryNative(peekModel(inbound.body.subarray(0, PEEK_BYTES)), context);
  // The end brings the deferred reading with it.
  finish(tried, context);
  await told;
  learn(tried, decision, gateway);
}

/** The client names the model first; further in, it is not worth the search. */
const PEEK_BYTES = 256 * 1024;
/** What is read for the observer is read to its end, whoever has left. */
const unhurried = new AbortController().signal;

/** Anything that is no Messages request: to the client's own vendor as it is, or nowhere under a lock. */
export async function runNativeExchange(
  inbound: InboundRequest,
  reply: ClientReply,
  story: ExchangeStory,
  gateway: GatewayContext,
): Promise<void> {
  const configuration = gateway.deps.configuration();
  story.start(inbound);
  const source = { configuration, outline: null, decision: null, chain: null };
  const body = gateway.openBody(inbound.body);
  const context = createContext(inbound, body, reply, story, gateway, source);
  if (lockOf(configuration) === null) {
    finish(await tryNative('', context), context);
    return;
  }
  const words = `${lockedProfile(configuration)}; Switchyard itself has no ${inbound.path}`;
  const error = gatewayError('blocked-by-lock', words, { status: 404, type: 'not_found_error' });
  endWith('refused', withRetryAdvice(error), context);
}

interface ExchangeSource {
  readonly configuration: Configuration;
  readonly outline: RequestOutline | null;
  readonly decision: Decision | null;
  readonly chain: Chain | null;
}

function createContext(
  inbound: InboundRequest,
  body: RequestBody,
  reply: ClientReply,
  story: ExchangeStory,
  gateway: GatewayContext,
  { configuration, outline, decision, chain }: ExchangeSource,
): AttemptContext {
  const isReplay = inbound.grant.replay !== undefined;
  const isRouted = configuration.routing || isReplay;
  return {
    source: {
      inbound,
      outline,
      body,
      isTagged: isRouted && (outline?.facts.tag ?? null) !== null,
      nativeBaseUrl: configuration.native.baseUrl,
      lock: lockOf(configuration, isRouted),
      limits: gateway.limits,
      isOwnAddress: gateway.isOwnAddress,
      adapters: gateway.adapters,
      signatures: gateway.signatures,
    },
    reply,
    story,
    rule: decision?.plan.rule ?? null,
    revealKey: gateway.deps.revealKey,
    transportFor: gateway.transportFor,
    estimatedInputTokens: decision?.facts.inputTokens ?? 0,
    resilience: gateway.resilience,
    conversation: chain?.conversation ?? null,
    mayRetry: !isReplay,
  };
}

const cancelledAgain = gatewayError(
  'cancelled-here',
  'Cancelled in Switchyard; the client asked for it once more, and that is cancelled too',
  { shouldRetry: false },
);

/** What ends without an upstream being asked, and how; null: it goes on. */
function endsUnasked(
  { repeatsCancelled }: InboundRequest,
  decision: Decision | null,
  configuration: Configuration,
): { readonly state: 'cancelled' | 'refused'; readonly error: GatewayError } | null {
  if (repeatsCancelled) return { state: 'cancelled', error: cancelledAgain };
  const refusal = findRefusal(decision, configuration);
  return refusal && { state: 'refused', error: refusal };
}

function findRefusal(decision: Decision | null, configuration: Configuration): GatewayError | null {
  const refuse = (code: GatewayErrorCode, message: string): GatewayError =>
    withRetryAdvice(gatewayError(code, message));
  if (decision?.plan.kind === 'refuse') return refuse('refused-by-rule', decision.plan.message);
  if (decision?.plan.kind !== 'native' || lockOf(configuration) === null) return null;
  return refuse(
    'blocked-by-lock',
    `${lockedProfile(configuration)}, and no rule of it takes this request`,
  );
}

function lockedProfile(configuration: Configuration): string {
  const { name, id } = activeProfile(configuration);
  return `The profile "${name ?? id}" keeps everything on this machine and in your private networks`;
}

/** A whole answer tells how many tokens the prompt really was; pictures are priced by other rules than text. */
function learn({ outcome, aim }: Tried, decision: Decision | null, gateway: GatewayContext): void {
  if (outcome.kind !== 'answered' || outcome.state !== 'complete' || aim === null) return;
  const { usage } = outcome;
  if (usage === null || decision === null || decision.facts.images) return;
  gateway.calibration.learn({
    target: targetKey(aim.providerId, aim.model),
    askedModel: decision.facts.model,
    ownTokens: decision.ownTokens,
    realTokens:
      usage.input_tokens +
      (usage.cache_read_input_tokens ?? 0) +
      (usage.cache_creation_input_tokens ?? 0),
  });
}

/** Tells client and observer how it ended. The client was told already where an answer reached it. */
function finish({ outcome, aim }: Tried, context: AttemptContext): void {
  const { reply, story, source } = context;
  const usage = outcome.kind === 'answered' ? outcome.usage : null;
  const cause = isComplete(outcome) ? null : abortCause(source.inbound.signal);
  // What the upstream said, which is not always what the client is told.
  story.attemptEnd(outcome.status, cause ?? outcome.error);
  if (cause !== null) {
    // Nobody hears it where the client has gone.
    reply.fail(cause, exchangeHeaders(aim, context));
    story.end('cancelled', reply.status, cause, usage);
    return;
  }
  if (outcome.kind === 'answered') {
    story.end(outcome.state, outcome.status, outcome.error, usage);
    return;
  }
  const error = withRetryAdvice(outcome.error);
  const kept = translatedResponseHeaders(outcome.headers);
  reply.fail(error, overrideHeaders(kept, exchangeHeaders(aim, context)));
  story.end(error.code === 'blocked-by-lock' ? 'refused' : 'failed', error.status, error, null);
}

function endWith(
  state: 'failed' | 'refused' | 'cancelled',
  error: GatewayError,
  context: AttemptContext,
): void {
  context.reply.fail(error, exchangeHeaders(null, context));
  context.story.end(state, error.status, error, null);
}
