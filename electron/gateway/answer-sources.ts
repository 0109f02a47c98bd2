import { err, type Result } from '../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { Message, MessagesEvent } from '../../shared/wire/messages.ts';
import type { AnswerAdapter, MessageSeed } from '../wire/adapter.ts';
import { SseDecoder, type SseFrame } from '../wire/sse.ts';
import type { EndCause, StreamTranslator } from '../wire/translator.ts';
import { eventsOfMessage } from './events-of-message.ts';
import type { MessageWriter } from './message-writers.ts';
import type { RelayContext } from './outcome.ts';
import { redact } from '../../shared/base/redact.ts';
import type { TransportFailure } from './transport.ts';
import { describeGarbled, endedEarly } from './upstream-failure.ts';

/** Reads an upstream's decoded bytes and hands Messages events on. `end` exactly once. */
export interface ByteSource {
  push(bytes: Uint8Array): void;
  end(cause: EndCause, failure: TransportFailure | null): void;
}

/** Frames to events, as they come. */
export class FrameSource implements ByteSource {
  readonly #context: RelayContext;
  readonly #adapter: AnswerAdapter;
  readonly #out: MessageWriter;
  readonly #decoder = new SseDecoder();
  readonly #translator: StreamTranslator<unknown, MessagesEvent>;

  constructor(
    context: RelayContext,
    adapter: AnswerAdapter,
    seed: MessageSeed,
    out: MessageWriter,
  ) {
    this.#context = context;
    this.#adapter = adapter;
    this.#out = out;
    this.#translator = adapter.translate(seed);
  }

  push(bytes: Uint8Array): void {
    if (this.#out.settled) return;
    try {
      this.#read(this.#decoder.push(bytes));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#out.fail(
        gatewayError('upstream-garbled', `${this.#context.providerName}: ${error.message}`),
      );
    }
  }

  end(cause: EndCause, failure: TransportFailure | null): void {
    if (this.#out.settled) return;
    if (cause !== 'aborted') this.#read(this.#decoder.end());
    this.#finish(cause, failure);
  }

  #read(frames: readonly SseFrame[]): void {
    this.#translate(frames);
    this.#context.story.upstreamFrames(frames);
  }

  #translate(frames: readonly SseFrame[]): void {
    const events: MessagesEvent[] = [];
    for (const frame of frames) {
      const decoded = this.#adapter.decodeEvent(frame, this.#context.providerName);
      if (!decoded.ok) {
        this.#out.push(events);
        this.#out.fail(this.#redacted(decoded.error));
        return;
      }
      if (decoded.value === 'ignore') continue;
      if (decoded.value === 'done') {
        this.#out.push(events);
        this.#finish('complete', null);
        return;
      }
      events.push(...this.#translator.push(decoded.value));
    }
    this.#out.push(events);
  }

  #finish(cause: EndCause, failure: TransportFailure | null): void {
    if (this.#out.settled) return;
    const { isFinished } = this.#translator;
    const last = this.#translator.end(cause);
    const broken = last.some(({ type }) => type === 'error');
    const brokenBy = failure ?? (isFinished ? null : endedEarly);
    if (brokenBy !== null && (broken || cause === 'aborted')) {
      this.#out.push(last.filter(({ type }) => type !== 'error'));
      this.#out.failBroken(brokenBy);
      return;
    }
    this.#out.push(last);
    this.#out.end();
  }

  #redacted(error: GatewayError): GatewayError {
    return { ...error, message: redact(error.message, this.#context.secret) };
  }
}

/** A whole answer, read at its end. */
export class BodySource implements ByteSource {
  readonly #context: RelayContext;
  readonly #adapter: AnswerAdapter;
  readonly #seed: MessageSeed;
  readonly #out: MessageWriter;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(
    context: RelayContext,
    adapter: AnswerAdapter,
    seed: MessageSeed,
    out: MessageWriter,
  ) {
    this.#context = context;
    this.#adapter = adapter;
    this.#seed = seed;
    this.#out = out;
  }

  push(bytes: Uint8Array): void {
    if (this.#out.settled) return;
    this.#bytes += bytes.length;
    this.#chunks.push(bytes);
    if (this.#bytes <= this.#context.limits.answerBytes) return;
    this.#chunks = [];
    this.#out.fail(
      gatewayError('upstream-garbled', `${this.#context.providerName}: the answer is too large`),
    );
  }

  end(_: EndCause, failure: TransportFailure | null): void {
    if (this.#out.settled) return;
    const { secret } = this.#context;
    if (failure !== null) {
      this.#out.failBroken(failure);
      return;
    }
    const decoded = this.#decode(Buffer.concat(this.#chunks).toString());
    if (!decoded.ok) {
      this.#out.fail({ ...decoded.error, message: redact(decoded.error.message, secret) });
      return;
    }
    this.#out.push(eventsOfMessage(decoded.value));
    this.#out.end();
  }

  #decode(text: string): Result<Message, GatewayError> {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      // An empty or foreign body: said in words, since the client cannot use it either.
      return err(describeGarbled(text, this.#context.providerName));
    }
    return this.#adapter.decodeResponse(body, this.#seed);
  }
}
