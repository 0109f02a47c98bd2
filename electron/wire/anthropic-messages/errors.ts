import type { GatewayError } from '../../../shared/domain/gateway-error.ts';
import { classifyUpstreamError } from '../upstream-error.ts';

/**
 * An error answer of an Anthropic-shaped endpoint (or of what stands before it: HTML, problem+json, nothing at all)
 * as one row of the error table. The body decides before the status does: vendors send "no balance" as 429.
 */
export function decodeAnthropicError(
  status: number,
  body: string,
  providerName: string,
): GatewayError {
  return classifyUpstreamError(status, body, providerName);
}
