import { redact } from '../../shared/base/redact.ts';
import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import type { MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import { decodeAnthropicError } from '../wire/anthropic-messages/errors.ts';
import { AnthropicObserver } from '../wire/anthropic-messages/observe.ts';
import { SseDecoder, type SseFrame } from '../wire/sse.ts';
import { readWholeAnswer, type WholeAnswer } from './whole-answer.ts';
import { createContentDecoder, type ContentDecoder } from './content-decoder.ts';
import { FrameGate } from './frame-gate.ts';
import { headerValue, overrideHeaders } from './headers.ts';
import type { Opening, RelayContext } from './outcome.ts';
import { streamHeaders } from './reply.ts';
import { signatureIn } from './signature-in.ts';
import { StreamWatch } from './stream-watch.ts';
import type { TransportFailure } from './transport.ts';
import {
  describeErrorEvent,
  describeFailure,
  describeGarbled,
  endedEarly,
  garbled,
} from './upstream-failure.ts';

/** An observed copy beyond this is not worth a parse on the loop that carries streams, nor worth holding back. */
const MAX_OBSERVED_BYTES = 8 * 1024 * 1024;

/**
 * Same dialect on both sides: the upstream's bytes reach the client untouched, and a decoder reads along after the
 * write. What is held back is sent once its first content, or the whole of it, has shown that it is an answer.
 */
export class PassthroughRelay {
  readonly #context: RelayContext;
  readonly #opening: Opening;
  readonly #isNamedStream: boolean;
  /** By its name, or because a stream was asked for and this is something that may be one. */
  readonly #isStream: boolean;
  readonly #decoder: ContentDecoder | null;
  readonly #gate: FrameGate | null;
  readonly #frames = new SseDecoder();
  readonly #observer = new AnthropicObserver();
  readonly #watch = new StreamWatch();
  readonly #holdTimer: NodeJS.Timeout | null = null;
  #held: Uint8Array[] | null;
  #bytes = 0;
  #heldEvents: { readonly event: MessagesEvent; readonly at: number }[] = [];
  #copy: Uint8Array[] = [];
  #copyBytes = 0;
  #hasEvents = false;
  #isUnreadable = false;
  #settled = false;
  #failure: TransportFailure | null = null;

  constructor(context: RelayContext, opening: Opening) {
    this.#context = context;
    this.#opening = opening;
    const type = (headerValue(opening.headers, 'content-type') ?? '').toLowerCase();
    const encoding = headerValue(opening.headers, 'content-encoding');
    this.#isNamedStream = type.includes('text/event-stream');
    this.#isStream =
      this.#isNamedStream || (context.expects === 'stream' && !type.includes('application/json'));
    this.#gate = this.#isStream && isPlain(encoding) ? new FrameGate() : null;
    this.#decoder = createContentDecoder(encoding, {
      onBytes: (bytes) => {
        this.#read(bytes);
      },
      onEnd: () => {
        this.#finish();
      },
    });
    this.#held = this.#isHeldBack() ? [] : null;
    if (this.#held === null) this.#begin();
    else if (this.#isNamedStream) {
      this.#holdTimer = setTimeout(() => {
        this.#commit();
      }, context.limits.holdBackMs).unref();
    }
  }

  onData(chunk: Uint8Array): void {
    if (this.#settled) return;
    this.#bytes += chunk.length;
    if (this.#held === null) this.#write(chunk);
    else this.#hold(chunk);
    this.#decoder?.push(chunk);
  }

  onEnd(): void {
    if (this.#decoder === null) this.#finish();
    else this.#decoder.end();
  }

  onFailure(failure: TransportFailure): void {
    this.#failure = failure;
    if (failure.kind === 'aborted' || this.#decoder === null) this.#finish();
    else this.#decoder.end();
  }

  /**
   * A stream's opening, while another target could take over; what a provider sends whole, until it is known to be an
   * answer, because half of it is of no use to the client. Anthropic's own bytes pass as they come.
   */
  #isHeldBack(): boolean {
    if (this.#decoder === null) return false;
    const { holdBack, isNative, expects } = this.#context;
    return holdBack || (!isNative && expects !== 'anything' && !this.#isNamedStream);
  }

  #hold(chunk: Uint8Array): void {
    this.#held?.push(chunk);
    if (this.#bytes > MAX_OBSERVED_BYTES) this.#commit();
  }

  #begin(): void {
    const { reply, story, replyHeaders, isNative } = this.#context;
    const headers = replyHeaders(this.#opening.headers);
    const isMisnamed = this.#isStream && !this.#isNamedStream && !isNative;
    reply.feedFrom(this.#opening.flow);
    reply.begin(
      this.#opening.status,
      isMisnamed ? overrideHeaders(headers, streamHeaders) : headers,
    );
    story.responseStart(this.#opening.status, this.#isStream);
  }

  #commit(): void {
    const held = this.#held;
    if (held === null || this.#settled) return;
    this.#held = null;
    if (this.#holdTimer !== null) clearTimeout(this.#holdTimer);
    this.#begin();
    for (const chunk of held) this.#write(chunk);
    for (const { event, at } of this.#heldEvents) this.#context.story.event(event, at);
    this.#heldEvents = [];
  }

  #write(chunk: Uint8Array): void {
    const bytes = this.#gate === null ? chunk : this.#gate.push(chunk);
    if (bytes.length > 0) this.#context.reply.write(bytes);
  }

  #read(bytes: Uint8Array): void {
    if (this.#settled) return;
    if (this.#isStream) {
      this.#observe(this.#decodeFrames(() => this.#frames.push(bytes)));
      return;
    }
    this.#copyBytes += bytes.length;
    if (this.#copyBytes <= MAX_OBSERVED_BYTES) this.#copy.push(bytes);
    else this.#commit();
  }

  /** A frame beyond all bounds ends the reading along, not the stream. */
  #decodeFrames(decode: () => readonly SseFrame[]): readonly SseFrame[] {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#isUnreadable = true;
      this.#commit();
      return [];
    }
  }

  #observe(frames: readonly SseFrame[]): void {
    for (const frame of frames) {
      for (const event of this.#observer.push(frame)) {
        const at = this.#context.story.now();
        this.#hasEvents = true;
        this.#watch.push(event);
        const signature = signatureIn(event);
        if (signature !== null) this.#context.onSignature(signature);
        if (this.#held === null) this.#context.story.event(event, at);
        else this.#heldEvents.push({ event, at });
        if (event.type === 'error') {
          this.#errorCame(event.error);
          return;
        }
        if (this.#watch.hasContent || this.#watch.hasStopped) this.#commit();
      }
    }
  }

  /** Nothing follows an `error` event, so its end is not waited for. */
  #errorCame(said: { readonly type: string; readonly message: string }): void {
    const { providerName, secret } = this.#context;
    const error = describeErrorEvent(said, providerName, secret);
    if (this.#held === null) this.#close(this.#watch.stateOfBroken, error);
    else this.#reject(error);
  }

  #finish(): void {
    if (this.#settled) return;
    if (this.#isStream) this.#observe(this.#decodeFrames(() => this.#frames.end()));
    // Reading the last frame may have settled it.
    if (this.#isSettled()) return;
    if (this.#isStream) this.#streamEnded();
    else if (this.#failure !== null) this.#broken(this.#failure);
    else this.#bodyEnded();
  }

  #isSettled(): boolean {
    return this.#settled;
  }

  /** Once its stop reason is there, the answer is whole: how the connection ends then is nothing to the client. */
  #streamEnded(): void {
    const isUnread = this.#decoder === null || this.#isUnreadable;
    const isFine = isUnread || this.#opening.status >= 400;
    if (this.#watch.hasStopped && !isUnread) this.#close('complete', null);
    else if (this.#failure !== null) this.#broken(this.#failure);
    else if (isFine) this.#close('complete', null);
    else if (this.#hasEvents || this.#isNamedStream) this.#broken(endedEarly);
    else this.#unusable(this.#noStream());
  }

  #noStream(): GatewayError {
    const said = this.#bytes === 0 ? 'an empty answer' : 'something that is no stream of events';
    return garbled(this.#context.providerName, said);
  }

  #bodyEnded(): void {
    const { status } = this.#opening;
    const { providerName, expects, onSignature, story } = this.#context;
    const isWhole = this.#copyBytes <= MAX_OBSERVED_BYTES && this.#decoder !== null;
    const answer = readWholeAnswer(isWhole ? this.#copy : [], expects);
    for (const signature of answer.signatures) onSignature(signature);
    const error = this.#bodyError(status, answer, isWhole, providerName);
    if (error === null) this.#close('complete', null, answer.usage);
    else this.#unusable(error, answer.usage);
    if (this.#held === null) story.answer(answer.text);
  }

  #bodyError(
    status: number,
    { text, isError, isExpected }: WholeAnswer,
    isWhole: boolean,
    providerName: string,
  ): GatewayError | null {
    if (status < 400 && !isError) {
      return isExpected || !isWhole ? null : describeGarbled(text, providerName);
    }
    const decoded = decodeAnthropicError(status < 400 ? 502 : status, text, providerName);
    return { ...decoded, message: redact(decoded.message, this.#context.secret) };
  }

  /** The client gets it all the same where it cannot be kept from it any more. */
  #unusable(error: GatewayError, usage: MessagesUsage | null = null): void {
    if (this.#held === null) this.#close('failed', error, usage);
    else this.#reject(error);
  }

  #broken(failure: TransportFailure): void {
    const { reply, providerName, secret } = this.#context;
    const isBody = !this.#isStream || this.#decoder === null;
    const arrived = isBody ? 'content' : this.#watch.arrived;
    const error = describeFailure(failure, providerName, arrived, secret);
    if (this.#held !== null) {
      this.#reject(error);
      return;
    }
    if (failure.kind !== 'aborted') reply.fail(error, []);
    this.#settle(isBody ? 'cut' : this.#watch.stateOfBroken, error, this.#watch.usage);
  }

  #close(
    state: 'complete' | 'cut' | 'failed',
    error: GatewayError | null,
    usage: MessagesUsage | null = this.#watch.usage,
  ): void {
    this.#commit();
    const rest = this.#failure === null ? this.#gate?.rest() : undefined;
    if (rest !== undefined && rest.length > 0) this.#context.reply.write(rest);
    this.#context.reply.end();
    this.#settle(state, error, usage);
  }

  #settle(
    state: 'complete' | 'cut' | 'failed',
    error: GatewayError | null,
    usage: MessagesUsage | null,
  ): void {
    this.#settled = true;
    const { status } = this.#opening;
    this.#context.settle({ kind: 'answered', state, status, error, usage });
  }

  #reject(error: GatewayError): void {
    this.#settled = true;
    if (this.#holdTimer !== null) clearTimeout(this.#holdTimer);
    const { status, headers } = this.#opening;
    this.#context.settle({ kind: 'failed', status, error, headers });
  }
}

function isPlain(encoding: string | null): boolean {
  return encoding === null || encoding.trim().toLowerCase() === 'identity';
}
