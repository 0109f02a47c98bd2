import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import { redact } from '../../shared/base/redact.ts';
import type { TransportFailure } from './transport.ts';

/** A broken connection in words that name the provider. `begun`: part of the answer had arrived. */
export function describeFailure(
  failure: TransportFailure,
  providerName: string,
  begun: boolean,
  secret: string | null,
): GatewayError {
  const detail = redact(failure.detail, secret);
  if (failure.kind === 'aborted') return gatewayError('client-gone', 'The client went away');
  if (failure.kind === 'not-local') {
    return gatewayError(
      'blocked-by-lock',
      `${providerName} was not asked: the profile is locked to this machine and your private networks (${detail})`,
      { shouldRetry: false },
    );
  }
  if (begun && failure.kind === 'stalled') {
    return gatewayError(
      'upstream-timeout',
      `${providerName} fell silent in the midst of its answer`,
    );
  }
  if (begun) {
    return gatewayError('truncated', `${providerName} broke off its answer: ${detail}`);
  }
  switch (failure.kind) {
    case 'connect-timeout':
      return gatewayError('upstream-timeout', `${providerName} could not be reached in time`);
    case 'silent':
    case 'stalled':
      return gatewayError('upstream-timeout', `${providerName} did not answer in time`);
    case 'reset':
      return gatewayError('upstream-failed', `${providerName} closed the connection: ${detail}`);
    case 'unreachable':
      return gatewayError(
        'upstream-unreachable',
        `${providerName} could not be reached: ${detail}`,
      );
  }
}

/** An `error` event inside a 200 stream, as the failure it is. */
export function describeErrorEvent(
  error: { readonly type: string; readonly message: string },
  providerName: string,
  secret: string | null,
): GatewayError {
  const message = `${providerName}: ${redact(error.message, secret)}`;
  switch (error.type) {
    case 'overloaded_error':
      return gatewayError('upstream-overloaded', message);
    case 'rate_limit_error':
      return gatewayError('upstream-rate-limited', message);
    case 'authentication_error':
      return gatewayError('key-rejected', message);
    case 'permission_error':
      return gatewayError('key-forbidden', message);
    case 'not_found_error':
      return gatewayError('model-not-found', message);
    case 'invalid_request_error':
      return gatewayError('upstream-rejected', message);
    default:
      return gatewayError('upstream-failed', message);
  }
}

const uselessToRetry = new Set<GatewayError['code']>([
  'native-credential-missing',
  'provider-unknown',
  'wire-unsupported',
  'key-missing',
  'key-rejected',
  'key-forbidden',
  'no-credit',
  'blocked-by-lock',
  'refused-by-rule',
  'model-not-found',
]);

/** Failures that the same request would meet again carry `x-should-retry: false`; the client then stops at once. */
export function withRetryAdvice(error: GatewayError): GatewayError {
  return uselessToRetry.has(error.code) ? { ...error, shouldRetry: false } : error;
}
