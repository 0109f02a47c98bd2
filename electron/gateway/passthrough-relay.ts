import type { GatewayError } from '../../shared/domain/gateway-error.ts';
import type { ContentBlock, MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import { decodeAnthropicError } from '../wire/anthropic-messages/errors.ts';
import { AnthropicObserver } from '../wire/anthropic-messages/observe.ts';
import { SseDecoder, type SseFrame } from '../wire/sse.ts';
import { createContentDecoder, type ContentDecoder } from './content-decoder.ts';
import { FrameGate } from './frame-gate.ts';
import { headerValue } from './headers.ts';
import type { Opening, RelayContext } from './outcome.ts';
import { redact } from '../../shared/base/redact.ts';
import { signatureIn, signatureOf } from './signature-in.ts';
import { StreamWatch } from './stream-watch.ts';
import type { TransportFailure } from './transport.ts';
import { describeErrorEvent, describeFailure } from './upstream-failure.ts';

/** An observed copy beyond this is not worth a parse on the loop that carries streams. */
const MAX_OBSERVED_BYTES = 8 * 1024 * 1024;

/**
 * Same dialect on both sides: the upstream's bytes reach the client untouched, and a decoder reads along after the
 * write. While `holdBack` is on, nothing is sent until the first content has shown that the answer is one.
 */
export class PassthroughRelay {
  readonly #context: RelayContext;
  readonly #opening: Opening;
  readonly #isStream: boolean;
  readonly #decoder: ContentDecoder | null;
  readonly #gate: FrameGate | null;
  readonly #frames = new SseDecoder();
  readonly #observer = new AnthropicObserver();
  readonly #watch = new StreamWatch();
  readonly #holdTimer: NodeJS.Timeout | null = null;
  #held: Uint8Array[] | null;
  #heldEvents: { readonly event: MessagesEvent; readonly at: number }[] = [];
  #copy: Uint8Array[] = [];
  #copyBytes = 0;
  #settled = false;
  #failure: TransportFailure | null = null;

  constructor(context: RelayContext, opening: Opening) {
    this.#context = context;
    this.#opening = opening;
    const type = headerValue(opening.headers, 'content-type') ?? '';
    const encoding = headerValue(opening.headers, 'content-encoding');
    this.#isStream = type.toLowerCase().includes('text/event-stream');
    this.#gate = this.#isStream && isPlain(encoding) ? new FrameGate() : null;
    this.#decoder = createContentDecoder(encoding, {
      onBytes: (bytes) => {
        this.#read(bytes);
      },
      onEnd: () => {
        this.#finish();
      },
    });
    this.#held = context.holdBack && this.#decoder !== null ? [] : null;
    if (this.#held === null) this.#begin();
    else {
      this.#holdTimer = setTimeout(() => {
        this.#commit();
      }, context.limits.holdBackMs).unref();
    }
  }

  onData(chunk: Uint8Array): void {
    if (this.#settled) return;
    if (this.#held === null) this.#write(chunk);
    else this.#held.push(chunk);
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

  #begin(): void {
    const { reply, story, replyHeaders } = this.#context;
    reply.feedFrom(this.#opening.flow);
    reply.begin(this.#opening.status, replyHeaders(this.#opening.headers));
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
      if (error instanceof RangeError) return [];
      throw error;
    }
  }

  #observe(frames: readonly SseFrame[]): void {
    for (const frame of frames) {
      for (const event of this.#observer.push(frame)) {
        const at = this.#context.story.now();
        this.#watch.push(event);
        const signature = signatureIn(event);
        if (signature !== null) this.#context.onSignature(signature);
        if (this.#held === null) {
          this.#context.story.event(event, at);
          continue;
        }
        this.#heldEvents.push({ event, at });
        if (event.type === 'error') {
          this.#reject(this.#eventError(event.error));
          return;
        }
        if (this.#watch.hasContent || this.#watch.hasStopped) this.#commit();
      }
    }
  }

  #finish(): void {
    if (this.#settled) return;
    if (this.#isStream) this.#observe(this.#decodeFrames(() => this.#frames.end()));
    // Reading the last frame may have settled it.
    if (this.#isSettled()) return;
    if (this.#failure !== null) this.#broken(this.#failure);
    else if (this.#isStream) this.#streamEnded();
    else this.#bodyEnded();
  }

  #isSettled(): boolean {
    return this.#settled;
  }

  #streamEnded(): void {
    const { error, hasStopped, hasContent } = this.#watch;
    if (error !== null) {
      this.#close(hasContent ? 'cut' : 'failed', this.#eventError(error));
    } else if (hasStopped || this.#decoder === null || this.#opening.status >= 400) {
      this.#close('complete', null);
    } else {
      this.#broken({ kind: 'reset', detail: 'the stream ended before the answer did' });
    }
  }

  #bodyEnded(): void {
    const { status } = this.#opening;
    const body = readCopy(this.#copyBytes > MAX_OBSERVED_BYTES ? [] : this.#copy);
    const error = this.#bodyError(status, body);
    for (const signature of body.signatures) this.#context.onSignature(signature);
    if (error !== null && this.#held !== null) this.#reject(error);
    else {
      this.#close(error === null ? 'complete' : 'failed', error, body.usage);
      this.#context.story.answer(body.text);
    }
  }

  #bodyError(status: number, body: Copy): GatewayError | null {
    const { providerName, secret } = this.#context;
    if (status < 400 && !body.isError) return null;
    const decoded = decodeAnthropicError(status < 400 ? 502 : status, body.text, providerName);
    return { ...decoded, message: redact(decoded.message, secret) };
  }

  #broken(failure: TransportFailure): void {
    const { reply, providerName, secret } = this.#context;
    const error = describeFailure(failure, providerName, true, secret);
    if (this.#held !== null) {
      this.#reject(error);
      return;
    }
    if (failure.kind !== 'aborted') reply.fail(error, []);
    this.#settle('cut', error, this.#watch.usage);
  }

  #eventError(error: { readonly type: string; readonly message: string }): GatewayError {
    return describeErrorEvent(error, this.#context.providerName, this.#context.secret);
  }

  #close(
    state: 'complete' | 'cut' | 'failed',
    error: GatewayError | null,
    usage: MessagesUsage | null = this.#watch.usage,
  ): void {
    this.#commit();
    const rest = this.#gate?.rest();
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

interface Copy {
  readonly text: string;
  readonly usage: MessagesUsage | null;
  /** An error in spite of its 200: Anthropic's shape, or MiniMax's `base_resp`. */
  readonly isError: boolean;
  readonly signatures: readonly string[];
}

function readCopy(chunks: readonly Uint8Array[]): Copy {
  const text = Buffer.concat(chunks).toString();
  try {
    const body = JSON.parse(text) as Record<string, unknown> | null;
    const usage = (body?.['usage'] ?? null) as MessagesUsage | null;
    const status = (body?.['base_resp'] as { status_code?: unknown } | undefined)?.status_code;
    const isRefused = typeof status === 'number' && status !== 0;
    const content: unknown = body?.['content'];
    const signatures = (Array.isArray(content) ? (content as readonly ContentBlock[]) : [])
      .map(signatureOf)
      .filter((signature) => signature !== null);
    return { text, usage, isError: body?.['type'] === 'error' || isRefused, signatures };
  } catch {
    // Not JSON: the client got the bytes, and there is nothing to bill.
    return { text, usage: null, isError: false, signatures: [] };
  }
}
