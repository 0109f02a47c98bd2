import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import type { Admission } from './access.ts';
import type { ClientGrant } from './gateway.ts';
import type { RawHeaders } from './headers.ts';

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
  /** Aborts when the client goes away or the exchange is cancelled. */
  readonly signal: AbortSignal;
}

export function createInbound(
  request: IncomingMessage,
  admission: Admission,
  body: Uint8Array,
  exchange: { readonly id: string; readonly signal: AbortSignal },
): InboundRequest {
  return {
    exchangeId: exchange.id,
    method: request.method ?? 'GET',
    headers: request.rawHeaders,
    body,
    signal: exchange.signal,
    ...admission,
  };
}

/** Collects the body up to `limitBytes`. The rest of a body that is too large is not read. */
export function readBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Result<Uint8Array, GatewayError>> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limitBytes) return Promise.resolve(err(tooLarge(limitBytes)));
  return new Promise((resolve) => {
    const collector = declared > 0 ? new DeclaredBody(declared) : new ChunkedBody();
    let size = 0;
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length;
      if (size <= limitBytes) {
        collector.push(chunk);
        return;
      }
      request.pause();
      resolve(err(tooLarge(limitBytes)));
    });
    request.on('end', () => {
      resolve(ok(collector.take()));
    });
    // Without an end the client has gone; settling after `end` has no effect.
    request.on('close', () => {
      resolve(err(gatewayError('client-gone', 'The client went away while it sent its request')));
    });
    request.on('error', () => {
      resolve(err(gatewayError('client-gone', 'The client went away while it sent its request')));
    });
  });
}

/** Of known length, so each chunk is put where it belongs: joining megabytes at the end would hold up every stream. */
class DeclaredBody {
  readonly #length: number;
  #body: Uint8Array | null = null;
  #size = 0;

  constructor(length: number) {
    this.#length = length;
  }

  push(chunk: Uint8Array): void {
    // Most bodies are small and come in one piece, which is taken as it is.
    if (this.#size === 0 && chunk.length === this.#length) this.#body = chunk;
    else {
      this.#body ??= Buffer.allocUnsafeSlow(this.#length);
      this.#body.set(chunk, this.#size);
    }
    this.#size += chunk.length;
  }

  take(): Uint8Array {
    return this.#body ?? new Uint8Array(0);
  }
}

class ChunkedBody {
  readonly #chunks: Uint8Array[] = [];

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  take(): Uint8Array {
    const [only] = this.#chunks;
    return only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
  }
}

function tooLarge(limitBytes: number): GatewayError {
  const mebibytes = String(Math.floor(limitBytes / 1024 / 1024));
  return gatewayError('body-too-large', `Switchyard takes requests of at most ${mebibytes} MiB`);
}

/** Loose: what routing needs must be there, everything else is kept as it is. */
export function parseMessagesRequest(body: Uint8Array): Result<MessagesRequest, GatewayError> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
  } catch (error) {
    const words = error instanceof Error ? error.message : 'unreadable';
    return err(gatewayError('bad-request', `The request body is not JSON: ${words.slice(0, 200)}`));
  }
  if (typeof parsed !== 'object' || parsed === null) {
    return err(gatewayError('bad-request', 'The request body must be a JSON object'));
  }
  const { model, messages } = parsed as Record<string, unknown>;
  if (typeof model !== 'string') {
    return err(gatewayError('bad-request', 'model: a string is required'));
  }
  if (!Array.isArray(messages)) {
    return err(gatewayError('bad-request', 'messages: an array is required'));
  }
  return ok(parsed as MessagesRequest);
}
