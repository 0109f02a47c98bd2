import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import { createContentDecoder, type ContentDecoder } from './content-decoder.ts';
import { headerValue } from './headers.ts';
import type { Opening, RelayContext } from './outcome.ts';
import { redact } from '../../shared/base/redact.ts';
import { readRetryAfterSeconds } from './resilience/rate-limit-headers.ts';

/** A whole error answer of a provider, read to be classified; the client hears of it in our words. */
export class ErrorCollector {
  readonly #context: RelayContext;
  readonly #opening: Opening;
  readonly #decoder: ContentDecoder | null;
  readonly #decode: (status: number, body: string, providerName: string) => GatewayError;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #settled = false;

  constructor(
    context: RelayContext,
    opening: Opening,
    decode: (status: number, body: string, providerName: string) => GatewayError,
  ) {
    this.#context = context;
    this.#opening = opening;
    this.#decode = decode;
    this.#decoder = createContentDecoder(headerValue(opening.headers, 'content-encoding'), {
      onBytes: (bytes) => {
        this.#bytes += bytes.length;
        if (this.#bytes <= context.limits.errorBodyBytes) this.#chunks.push(bytes);
        else this.#settle();
      },
      onEnd: () => {
        this.#settle();
      },
    });
  }

  onData(chunk: Uint8Array): void {
    this.#decoder?.push(chunk);
  }

  onEnd(): void {
    if (this.#decoder === null) this.#settle();
    else this.#decoder.end();
  }

  onFailure(): void {
    this.onEnd();
  }

  #settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    const { providerName, secret, settle } = this.#context;
    const { status, headers } = this.#opening;
    const body = Buffer.concat(this.#chunks).toString();
    const decoded =
      status >= 300 && status < 400
        ? gatewayError('upstream-failed', `${providerName} redirected the request (${status})`)
        : this.#decode(status, body, providerName);
    const retryAfter = readRetryAfterSeconds(headers, Date.now());
    settle({
      kind: 'failed',
      status,
      headers,
      error: {
        ...decoded,
        message: redact(decoded.message, secret),
        ...(retryAfter === null ? {} : { retryAfterSeconds: retryAfter }),
      },
    });
  }
}
