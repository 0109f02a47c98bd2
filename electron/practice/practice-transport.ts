import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import type { ResponseHandler, Transport, UpstreamCall } from '../gateway/transport.ts';
import { encodeSse } from '../wire/sse.ts';
import { answerRequest } from './practice-answer.ts';
import { eventsOfAnswer, messageOfAnswer, type PracticeSeed } from './practice-stream.ts';

/** Resolves after `ms`; rejects when `signal` aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

const realDelay: Delay = (ms, signal) => wait(ms, undefined, { signal });

/** Between deltas, as models stream: 20 to 60 ms in an even spread. */
const MIN_DELTA_MS = 20;
const DELTA_SPREAD_MS = 41;
const FIRST_TOKEN_MS = 250;

/**
 * An upstream inside this process that speaks the Messages API with real timing: same callbacks as the network's,
 * nothing leaves the machine. It has no count_tokens, and says so by a 404 like others that have none.
 */
export function createPracticeTransport(delay: Delay = realDelay): Transport {
  return {
    send: (call, handler, signal) => {
      new PracticeResponse(call, handler, signal, delay).run().catch((error: unknown) => {
        const isAborted = signal.aborted;
        handler.onFailure({
          kind: isAborted ? 'aborted' : 'reset',
          detail: isAborted ? 'aborted' : String(error),
        });
      });
    },
    close: () => Promise.resolve(),
  };
}

class PracticeResponse {
  readonly #call: UpstreamCall;
  readonly #handler: ResponseHandler;
  readonly #signal: AbortSignal;
  readonly #delay: Delay;
  /** Set while the client does not take what it was sent. */
  #resume: (() => void) | null = null;
  #paused: Promise<void> | null = null;

  constructor(call: UpstreamCall, handler: ResponseHandler, signal: AbortSignal, delay: Delay) {
    this.#call = call;
    this.#handler = handler;
    this.#signal = signal;
    this.#delay = delay;
  }

  async run(): Promise<void> {
    const request = this.#call.url.pathname.endsWith('/v1/messages')
      ? readRequest(this.#call.body)
      : null;
    await this.#delay(request === null ? 0 : FIRST_TOKEN_MS, this.#signal);
    if (request === null) {
      const error = {
        type: 'not_found_error',
        message: 'The practice provider only has /v1/messages',
      };
      this.#sendJson(404, { type: 'error', error });
      return;
    }
    const seed: PracticeSeed = {
      id: `msg_practice_${randomBytes(9).toString('hex')}`,
      model: request.model,
      inputTokens: Math.ceil((this.#call.body?.length ?? 0) / 4),
    };
    const answer = answerRequest(request);
    if (request.stream !== true) this.#sendJson(200, messageOfAnswer(answer, seed));
    else await this.#sendStream(eventsOfAnswer(answer, seed));
  }

  #sendJson(status: number, body: object): void {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = ['content-type', 'application/json', 'content-length', String(bytes.length)];
    this.#begin(status, headers);
    this.#handler.onData(bytes);
    this.#handler.onEnd();
  }

  async #sendStream(events: ReturnType<typeof eventsOfAnswer>): Promise<void> {
    this.#begin(200, ['content-type', 'text/event-stream; charset=utf-8']);
    for (const [index, event] of events.entries()) {
      this.#handler.onData(Buffer.from(encodeSse(event)));
      if (event.type !== 'content_block_delta') continue;
      await this.#delay(MIN_DELTA_MS + ((index * 17) % DELTA_SPREAD_MS), this.#signal);
      await this.#paused;
      this.#signal.throwIfAborted();
    }
    this.#handler.onEnd();
  }

  #begin(status: number, headers: readonly string[]): void {
    this.#handler.onHeaders(status, headers, {
      pause: () => {
        this.#paused ??= new Promise((resolve) => {
          this.#resume = resolve;
          this.#signal.addEventListener('abort', () => resolve(), { once: true });
        });
      },
      resume: () => {
        this.#resume?.();
        this.#paused = null;
        this.#resume = null;
      },
    });
  }
}

/** null when the body is no Messages request; the gateway has checked it before. */
function readRequest(body: Uint8Array | null): MessagesRequest | null {
  try {
    return JSON.parse(Buffer.from(body ?? []).toString()) as MessagesRequest;
  } catch {
    // Answered by a 404, as any other request that makes no sense here.
    return null;
  }
}
