import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { err, ok, type Result } from '../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import { abortCause, abortCauses } from './abort-cause.ts';
import type { Admission } from './access.ts';
import type { ClientGrant } from './gateway.ts';
import type { RawHeaders } from './headers.ts';
import type { GatewayLimits } from './limits.ts';

/** One admitted request with its bytes as they came. `query` is empty or begins with `?`. */
export interface InboundRequest {
  readonly exchangeId: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: RawHeaders;
  /** Lower-case names of the headers that carried our token. */
  readonly tokenHeaders: ReadonlySet<string>;
  readonly grant: ClientGrant;
  readonly body: Uint8Array;
  /** Aborts when the exchange is given up; `abortCause` says why. */
  readonly signal: AbortSignal;
  /** The client asks once more for what the user has just cancelled. */
  readonly repeatsCancelled: boolean;
}

export function createInbound(
  request: IncomingMessage,
  admission: Admission,
  body: Uint8Array,
  exchange: Pick<InboundRequest, 'signal' | 'repeatsCancelled'> & { readonly id: string },
): InboundRequest {
  return {
    exchangeId: exchange.id,
    method: request.method ?? 'GET',
    headers: request.rawHeaders,
    body,
    signal: exchange.signal,
    repeatsCancelled: exchange.repeatsCancelled,
    ...admission,
  };
}

type BodyLimits = Pick<GatewayLimits, 'bodyBytes' | 'loopBodyBytes'>;

/** Collects the body up to `bodyBytes`. The rest of one that is too large, or not wanted any more, is not read. */
export function readBody(
  request: IncomingMessage,
  { bodyBytes, loopBodyBytes }: BodyLimits,
  signal: AbortSignal,
): Promise<Result<Uint8Array, GatewayError>> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > bodyBytes) return Promise.resolve(err(tooLarge(bodyBytes)));
  return new Promise((resolve) => {
    const collector =
      declared > 0 ? new DeclaredBody(declared, loopBodyBytes) : new ChunkedBody(loopBodyBytes);
    let size = 0;
    signal.addEventListener('abort', () => {
      resolve(err(abortCause(signal) ?? abortCauses.clientGone));
    });
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= bodyBytes) {
        collector.push(chunk);
        return;
      }
      request.pause();
      resolve(err(tooLarge(bodyBytes)));
    });
    request.on('end', () => {
      resolve(Promise.resolve(collector.take()).then(ok));
    });
    // Without an end the client has gone; settling after `end` has no effect.
    request.on('close', () => {
      resolve(err(abortCauses.clientGone));
    });
    request.on('error', () => {
      resolve(err(abortCauses.clientGone));
    });
  });
}

/** Memory for a body. That of a large one is shared, so that a thread can read it without a copy. */
function allocate(length: number, loopBodyBytes: number): Uint8Array {
  return length > loopBodyBytes
    ? new Uint8Array(new SharedArrayBuffer(length))
    : Buffer.allocUnsafeSlow(length);
}

/** Of known length, so each chunk is put where it belongs: joining megabytes at the end would hold up every stream. */
class DeclaredBody {
  readonly #length: number;
  readonly #loopBodyBytes: number;
  #body: Uint8Array | null = null;
  #size = 0;

  constructor(length: number, loopBodyBytes: number) {
    this.#length = length;
    this.#loopBodyBytes = loopBodyBytes;
  }

  push(chunk: Uint8Array): void {
    // Most bodies are small and come in one piece, which is taken as it is.
    if (this.#size === 0 && chunk.length === this.#length) this.#body = chunk;
    else {
      this.#body ??= allocate(this.#length, this.#loopBodyBytes);
      this.#body.set(chunk, this.#size);
    }
    this.#size += chunk.length;
  }

  take(): Uint8Array {
    return this.#body ?? new Uint8Array(0);
  }
}

/** Of unknown length: joined at the end, a piece at a time where it is large. */
class ChunkedBody {
  readonly #loopBodyBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(loopBodyBytes: number) {
    this.#loopBodyBytes = loopBodyBytes;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  async take(): Promise<Uint8Array> {
    const [only] = this.#chunks;
    if (only !== undefined && this.#chunks.length === 1) return only;
    const body = allocate(this.#size, this.#loopBodyBytes);
    let at = 0;
    for (const [index, chunk] of this.#chunks.entries()) {
      body.set(chunk, at);
      at += chunk.length;
      if (index % CHUNKS_IN_A_TURN === CHUNKS_IN_A_TURN - 1) await setImmediate();
    }
    return body;
  }
}

/** Of 64 KiB each at most. */
const CHUNKS_IN_A_TURN = 8;

function tooLarge(limitBytes: number): GatewayError {
  const mebibytes = String(Math.floor(limitBytes / 1024 / 1024));
  return gatewayError('body-too-large', `Switchyard takes requests of at most ${mebibytes} MiB`);
}
