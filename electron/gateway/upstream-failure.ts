import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import { redact } from '../../shared/base/redact.ts';
import type { TransportFailure } from './transport.ts';

/** How much of an answer had arrived: nothing, its status and headers, or some of its content. */
export type Arrived = 'nothing' | 'head' | 'content';

/** A broken connection in words that name the provider. Whoever gave an exchange up is told by its signal instead. */
export function describeFailure(
  failure: TransportFailure,
  providerName: string,
  arrived: Arrived,
  secret: string | null,
): GatewayError {
  const detail = redact(failure.detail, secret);
  if (failure.kind === 'aborted') return gatewayError('client-gone', 'The exchange was given up');
  if (failure.kind === 'not-local') {
    return gatewayError(
      'blocked-by-lock',
      `${providerName} was not asked: the profile is locked to this machine and your private networks (${detail})`,
      { shouldRetry: false },
    );
  }
  if (arrived === 'content' && failure.kind === 'stalled') {
    return gatewayError(
      'upstream-timeout',
      `${providerName} fell silent in the midst of its answer`,
    );
  }
  if (arrived !== 'nothing' && failure.kind !== 'stalled') {
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

/** A stream whose connection ended well before its answer did. */
export const endedEarly: TransportFailure = {
  kind: 'reset',
  detail: 'the stream ended before the answer did',
};

/** A 200 that holds no answer. */
export function describeGarbled(text: string, providerName: string): GatewayError {
  if (text.trim() === '') return garbled(providerName, 'an empty answer');
  const said = isJson(text) ? 'JSON that is no answer' : 'an answer that is not JSON';
  return garbled(providerName, said);
}

export function garbled(providerName: string, said: string): GatewayError {
  return gatewayError('upstream-garbled', `${providerName} sent ${said}`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // That is the question.
    return false;
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
