import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import { decodeAnthropicError } from '../wire/anthropic-messages/errors.ts';
import { abortCause } from './abort-cause.ts';
import { revealSecret, type Aim } from './aim.ts';
import { ErrorCollector } from './error-collector.ts';
import type { ExchangeStory } from './exchange-story.ts';
import type { GatewayDependencies } from './gateway.ts';
import {
  headerSafe,
  headerValue,
  nativeResponseHeaders,
  overrideHeaders,
  providerResponseHeaders,
  translatedResponseHeaders,
  type RawHeaders,
  sentCredentials,
} from './headers.ts';
import { isComplete, type AttemptOutcome, type Opening, type RelayContext } from './outcome.ts';
import { PassthroughRelay } from './passthrough-relay.ts';
import { prepareCall, signatureMaker, type CallSource, type PreparedCall } from './prepare-call.ts';
import type { ClientReply } from './reply.ts';
import { rewrittenAnswers } from './rewritten-answers.ts';
import type { AttemptWatch, Resilience } from './resilience/resilience.ts';
import type { ResponseHandler, Transport, TransportFailure } from './transport.ts';
import { createTranslatedRelay } from './translated-relay.ts';
import { describeFailure } from './upstream-failure.ts';

export interface AttemptContext {
  readonly source: CallSource;
  readonly reply: ClientReply;
  readonly story: ExchangeStory;
  readonly rule: string | null;
  readonly revealKey: GatewayDependencies['revealKey'];
  readonly transportFor: (aim: Aim) => Transport;
  readonly estimatedInputTokens: number;
  /** Learns from every attempt at a rule's target; null for requests that say nothing about targets. */
  readonly resilience: Resilience | null;
  /** Names the conversation in `resilience`; null: it belongs to none. */
  readonly conversation: string | null;
  /** False: a failure is an answer too, and the last target is not asked once more. */
  readonly mayRetry: boolean;
}

/** One try at one target. Resolves when the client has its answer, or with the reason why it has got nothing. */
export async function runAttempt(
  aim: Aim,
  holdBack: boolean,
  context: AttemptContext,
  watch: AttemptWatch | null = null,
): Promise<AttemptOutcome> {
  const { story, source } = context;
  const announce = (dropped: PreparedCall['dropped']): void => {
    const { providerId, model, key } = aim;
    story.attempt({ provider: providerId, model, keyId: key?.id ?? null, dropped });
  };
  const secret = await revealSecret(aim, context.revealKey);
  const cause = abortCause(source.inbound.signal);
  if (cause !== null) return failed(cause);
  if (!secret.ok) {
    announce([]);
    return failed(secret.error);
  }
  const prepared = await prepareCall(aim, secret.value, source);
  announce(prepared.ok ? prepared.value.dropped : []);
  if (!prepared.ok) return failed(prepared.error);
  context.story.sends(sentCredentials(prepared.value.call.headers));
  const answered =
    watch === null
      ? null
      : (headers: RawHeaders) => {
          watch.opened(headers);
        };
  return sendAttempt(aim, secret.value, prepared.value, { ...context, holdBack, answered });
}

function failed(error: GatewayError, headers: RawHeaders = []): AttemptOutcome {
  return { kind: 'failed', status: null, error, headers };
}

/** Of what was given up the cause is told, not what it did to the connection. */
function asGivenUp(outcome: AttemptOutcome, signal: AbortSignal): AttemptOutcome {
  const cause = abortCause(signal);
  return cause === null || isComplete(outcome) ? outcome : { ...outcome, error: cause };
}

/** The last event of a stream comes a moment before the response's end, and only then is its connection free again. */
const END_GRACE_MS = 1_000;

interface SendContext extends AttemptContext {
  readonly holdBack: boolean;
  readonly answered: ((headers: RawHeaders) => void) | null;
}

/** Sends it and hands the answer to the relay that fits. A failed upstream is let go at once, a good one may end first. */
function sendAttempt(
  aim: Aim,
  secret: string | null,
  prepared: PreparedCall,
  context: SendContext,
): Promise<AttemptOutcome> {
  return new Promise((resolve) => {
    const letGo = new AbortController();
    const abandon = (): void => {
      letGo.abort();
    };
    let outcome: AttemptOutcome | null = null;
    let hasEnded = false;
    let endTimer: NodeJS.Timeout | undefined;
    const settle = (settled: AttemptOutcome): void => {
      if (outcome !== null) return;
      outcome = asGivenUp(settled, context.source.inbound.signal);
      resolve(outcome);
      if (!isComplete(settled)) letGo.abort();
      else if (!hasEnded) endTimer = setTimeout(abandon, END_GRACE_MS).unref();
    };
    const relayContext: Omit<RelayContext, 'expects'> = {
      isNative: aim.provider === null,
      reply: context.reply,
      story: context.story,
      limits: context.source.limits,
      providerName: aim.providerName,
      secret,
      holdBack: context.holdBack,
      onSignature: (signature) => {
        const { signatures, nativeBaseUrl } = context.source;
        signatures.learn(signature, signatureMaker(aim, nativeBaseUrl));
      },
      replyHeaders: (upstream) => passedHeaders(aim, upstream, context),
      settle,
    };
    let relay: Omit<ResponseHandler, 'onHeaders'> | null = null;
    const handler: ResponseHandler = {
      onConnected: () => {
        context.story.connected();
      },
      onHeaders: (status, headers, flow) => {
        context.story.headersCame();
        context.answered?.(headers);
        relay = chooseRelay(aim, prepared, { status, headers, flow }, relayContext, context);
      },
      onData: (chunk) => {
        relay?.onData(chunk);
      },
      onEnd: () => {
        hasEnded = true;
        clearTimeout(endTimer);
        relay?.onEnd();
      },
      onFailure: (failure: TransportFailure) => {
        if (outcome !== null) return;
        if (relay !== null) relay.onFailure(failure);
        else settle(failed(describeFailure(failure, aim.providerName, 'nothing', secret)));
      },
    };
    const signal = AbortSignal.any([context.source.inbound.signal, letGo.signal]);
    context.transportFor(aim).send(prepared.call, handler, signal);
  });
}

function chooseRelay(
  aim: Aim,
  prepared: PreparedCall,
  opening: Opening,
  given: Omit<RelayContext, 'expects'>,
  context: AttemptContext,
): Omit<ResponseHandler, 'onHeaders'> {
  const relayContext: RelayContext = { ...given, expects: expectedOf(opening, context) };
  if (aim.provider === null) return new PassthroughRelay(relayContext, opening);
  const { adapter } = prepared;
  if (opening.status >= 300) {
    const decode = adapter === null ? decodeAnthropicError : adapter.decodeError.bind(adapter);
    return new ErrorCollector(relayContext, opening, decode);
  }
  if ((headerValue(opening.headers, 'content-type') ?? '').includes('text/html')) {
    const message = `${aim.providerName} answered with a web page; its address may be wrong`;
    return new ErrorCollector(relayContext, opening, () =>
      gatewayError('upstream-garbled', message),
    );
  }
  const { outline } = context.source;
  const wantsStream = outline?.facts.stream === true;
  if (adapter === null && mayPass(wantsStream, opening, context)) {
    return new PassthroughRelay(relayContext, opening);
  }
  // The body is written anew, whatever the dialect: its length and encoding are not the upstream's.
  const replyHeaders = (upstream: RawHeaders): RawHeaders =>
    overrideHeaders(translatedResponseHeaders(upstream), exchangeHeaders(aim, context));
  const written = { ...relayContext, replyHeaders };
  return createTranslatedRelay(
    written,
    opening,
    adapter ?? rewrittenAnswers(relayContext.onSignature),
    {
      wantsStream,
      seed: {
        id: `msg_${context.source.inbound.exchangeId}`,
        model: outline?.facts.model ?? aim.model,
        estimatedInputTokens: context.estimatedInputTokens,
        providerId: aim.providerId,
        providerName: aim.providerName,
        toolNames: outline?.facts.toolNames ?? [],
      },
    },
  );
}

/** With routing off nobody has read yet whether a stream was asked for; then what comes as one has to be one. */
function expectedOf(
  { status, headers }: Opening,
  { source: { inbound, outline } }: AttemptContext,
): RelayContext['expects'] {
  if (status >= 300) return 'anything';
  if (inbound.path === '/v1/messages/count_tokens') return 'count';
  if (inbound.path !== '/v1/messages') return 'anything';
  if (outline !== null) return outline.facts.stream ? 'stream' : 'message';
  return isEventStream(headers) ? 'stream' : 'message';
}

function isEventStream(headers: RawHeaders): boolean {
  const type = headerValue(headers, 'content-type') ?? '';
  return type.toLowerCase().includes('text/event-stream');
}

function mayPass(wantsStream: boolean, opening: Opening, context: AttemptContext): boolean {
  if (context.source.outline === null) return true;
  return comesAsAsked(wantsStream, opening, context) && fitsEarlyHead(opening, context);
}

/** False when the answer is a stream and a whole one was asked for, or the reverse, so that bytes cannot pass. */
function comesAsAsked(
  wantsStream: boolean,
  { headers }: Opening,
  { source }: AttemptContext,
): boolean {
  if (source.inbound.path !== '/v1/messages') return true;
  const type = (headerValue(headers, 'content-type') ?? '').toLowerCase();
  return wantsStream ? !type.includes('application/json') : !type.includes('text/event-stream');
}

/** After a head of our own only a plain stream can pass: nothing was said of another type or encoding. */
function fitsEarlyHead({ headers }: Opening, { reply }: AttemptContext): boolean {
  if (!reply.isEarly) return true;
  const encoding = (headerValue(headers, 'content-encoding') ?? 'identity').trim().toLowerCase();
  return encoding === 'identity' && isEventStream(headers);
}

/** Headers of an answer whose bytes pass. */
function passedHeaders(aim: Aim, upstream: RawHeaders, context: AttemptContext): RawHeaders {
  const kept =
    aim.provider === null ? nativeResponseHeaders(upstream) : providerResponseHeaders(upstream);
  return overrideHeaders(kept, exchangeHeaders(aim, context));
}

/** Our own headers: which exchange, which rule, who answered, at which attempt. */
export function exchangeHeaders(
  aim: Aim | null,
  context: Pick<AttemptContext, 'source' | 'rule' | 'story'>,
): RawHeaders {
  return [
    'x-switchyard-exchange',
    context.source.inbound.exchangeId,
    ...(context.rule === null ? [] : ['x-switchyard-rule', headerSafe(context.rule)]),
    ...(aim === null
      ? []
      : [
          'x-switchyard-provider',
          headerSafe(aim.providerId),
          'x-switchyard-model',
          headerSafe(aim.model),
        ]),
    'x-switchyard-attempts',
    String(context.story.attempts),
  ];
}
