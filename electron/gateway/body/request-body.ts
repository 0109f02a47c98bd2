import { err, ok, type Result } from '../../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import type { SignatureOrigins } from '../../wire/anthropic-messages/signature-origins.ts';
import {
  outlineOf,
  parseMessagesRequest,
  type ReadContext,
  type RequestOutline,
} from './read-request.ts';
import { writeRequest, type BodyOrder, type WrittenBody } from './write-request.ts';

/**
 * The body of one Messages request and whoever reads and writes it: the loop while that takes a moment, a thread when
 * it would take longer. `read` comes first, then `write` as often as there are targets.
 */
export interface RequestBody {
  read(context: ReadContext, signal: AbortSignal): Promise<Result<RequestOutline, GatewayError>>;
  write(order: BodyOrder, signal: AbortSignal): Promise<Result<WrittenBody, GatewayError>>;
  /** Nothing will be asked of it any more. */
  release(): void;
}

/** Reads and writes at once, on the loop that carries streams. */
export class LoopBody implements RequestBody {
  readonly #bytes: Uint8Array;
  readonly #origins: SignatureOrigins;
  #request: MessagesRequest | null = null;

  constructor(bytes: Uint8Array, origins: SignatureOrigins) {
    this.#bytes = bytes;
    this.#origins = origins;
  }

  read(context: ReadContext): Promise<Result<RequestOutline, GatewayError>> {
    const parsed = parseMessagesRequest(this.#bytes);
    if (!parsed.ok) return Promise.resolve(parsed);
    this.#request = parsed.value;
    return Promise.resolve(ok(outlineOf(parsed.value, context)));
  }

  write(order: BodyOrder): Promise<Result<WrittenBody, GatewayError>> {
    return Promise.resolve(ok(writeRequest(this.#bytes, this.#request, order, this.#origins)));
  }

  release(): void {
    this.#request = null;
  }
}

export function clientGone<T>(): Result<T, GatewayError> {
  return err(gatewayError('client-gone', 'The client went away'));
}
