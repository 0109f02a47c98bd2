import type { GatewayError } from '../../../shared/domain/gateway-error.ts';
import { classifyUpstreamError } from '../upstream-error.ts';

/** An error answer of a chat endpoint as one row of the error table; shapes in `upstream-error-body.ts`. */
export function decodeError(status: number, body: string, providerName: string): GatewayError {
  return classifyUpstreamError(status, body, providerName);
}

/** An error inside a good answer; `payload` is its JSON. */
export function errorInside(payload: unknown, providerName: string): GatewayError {
  return classifyUpstreamError(200, JSON.stringify(payload), providerName);
}
