import type { ServerResponse } from 'node:http';
import { errorBody, type GatewayError } from '../../shared/domain/gateway-error.ts';
import { encodeSse } from '../wire/sse.ts';
import { overrideHeaders, type RawHeaders } from './headers.ts';
import type { ResponseFlow } from './transport.ts';

/** What the client is sent. Writing more than it takes pauses the upstream that feeds it, and nothing else. */
export class ClientReply {
  readonly #response: ServerResponse;
  readonly #exchangeId: string;
  readonly #stallMs: number;
  readonly #onStall: () => void;
  #flow: ResponseFlow | null = null;
  #stallTimer: NodeJS.Timeout | null = null;
  #isEventStream = false;
  #isEncoded = false;
  #hasWritten = false;
  #waitTimer: NodeJS.Timeout | null = null;
  #isEarly = false;

  constructor(
    response: ServerResponse,
    exchangeId: string,
    stall: { readonly afterMs: number; readonly then: () => void },
  ) {
    this.#response = response;
    this.#exchangeId = exchangeId;
    this.#stallMs = stall.afterMs;
    this.#onStall = stall.then;
    response.on('drain', () => {
      this.#clearStall();
      this.#flow?.resume();
    });
    response.on('close', () => {
      this.#clearStall();
      this.#clearWait();
    });
  }

  get begun(): boolean {
    return this.#response.headersSent;
  }

  get status(): number | null {
    return this.begun ? this.#response.statusCode : null;
  }

  /** True once a stream's head was sent on our own account, before any upstream answered. */
  get isEarly(): boolean {
    return this.#isEarly;
  }

  /**
   * Where no answer has begun after `afterMs`, sends the head of a stream, and a ping every `everyMs` until something
   * is written: a client gives up on a server that says nothing. From then on a failure is an `error` event.
   */
  keepWaiting(
    headers: () => RawHeaders,
    { afterMs, everyMs }: { readonly afterMs: number; readonly everyMs: number },
  ): void {
    this.#waitTimer = setTimeout(() => {
      if (this.begun || this.#response.destroyed) return;
      this.begin(200, overrideHeaders(headers(), streamHeaders));
      this.#isEarly = true;
      this.#response.write(encodeSse({ type: 'ping' }));
      this.#waitTimer = setInterval(() => {
        this.#response.write(encodeSse({ type: 'ping' }));
      }, everyMs).unref();
    }, afterMs).unref();
  }

  /** The upstream to hold while the client does not take what it has been sent. */
  feedFrom(flow: ResponseFlow): void {
    this.#flow = flow;
  }

  /** Has no effect where the head went early. */
  begin(status: number, headers: RawHeaders): void {
    if (this.#isEarly) return;
    const named = lowerCaseMap(headers);
    this.#isEventStream = named.get('content-type')?.includes('text/event-stream') ?? false;
    this.#isEncoded = (named.get('content-encoding') ?? 'identity') !== 'identity';
    this.#response.writeHead(status, [...headers]);
    // A stream's head does not wait for its first event, unless both came together: then they go as one.
    if (this.#isEventStream) {
      setImmediate(() => {
        if (!this.#hasWritten && !this.#response.writableEnded) this.#response.flushHeaders();
      });
    }
  }

  write(chunk: Uint8Array | string): void {
    this.#hasWritten = true;
    this.#clearWait();
    if (this.#response.destroyed || this.#response.write(chunk)) return;
    this.#flow?.pause();
    this.#stallTimer ??= setTimeout(this.#onStall, this.#stallMs).unref();
  }

  end(): void {
    this.#flow = null;
    this.#clearWait();
    this.#response.end();
  }

  /**
   * Says that it failed, in whatever way is still open: an error answer, an `error` event, or (inside compressed or
   * counted bytes) a broken connection. Never something that could be read as a proper end.
   */
  fail(error: GatewayError, headers: RawHeaders): void {
    this.#flow = null;
    this.#clearWait();
    if (this.#response.destroyed || this.#response.writableEnded) return;
    if (!this.begun) {
      const body = errorBody(error, this.#exchangeId);
      this.#response.writeHead(error.status, errorHeaders(error, headers, Buffer.byteLength(body)));
      this.#response.end(body);
    } else if (this.#isEventStream && !this.#isEncoded) {
      const event = {
        type: 'error',
        error: { type: error.type, message: error.message },
        request_id: this.#exchangeId,
      };
      this.#response.end(encodeSse(event));
    } else {
      this.#response.destroy();
    }
  }

  #clearWait(): void {
    // One of the two it is; clearing takes either.
    if (this.#waitTimer !== null) clearTimeout(this.#waitTimer);
    this.#waitTimer = null;
  }

  #clearStall(): void {
    if (this.#stallTimer !== null) clearTimeout(this.#stallTimer);
    this.#stallTimer = null;
  }
}

export const streamHeaders: RawHeaders = [
  'content-type',
  'text/event-stream; charset=utf-8',
  'cache-control',
  'no-cache',
];

function lowerCaseMap(headers: RawHeaders): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (let index = 0; index + 1 < headers.length; index += 2) {
    named.set((headers[index] ?? '').toLowerCase(), (headers[index + 1] ?? '').toLowerCase());
  }
  return named;
}

function errorHeaders(error: GatewayError, headers: RawHeaders, length: number): string[] {
  const own = ['content-type', 'application/json', 'content-length', String(length)];
  if (error.retryAfterSeconds !== undefined) {
    own.push('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  }
  if (error.shouldRetry !== undefined) own.push('x-should-retry', String(error.shouldRetry));
  return overrideHeaders(headers, own);
}
