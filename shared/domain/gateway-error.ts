/** Anthropic's error types, as the client reads them. */
export type AnthropicErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'billing_error'
  | 'permission_error'
  | 'not_found_error'
  | 'request_too_large'
  | 'rate_limit_error'
  | 'api_error'
  | 'timeout_error'
  | 'overloaded_error'
  | 'not_supported';

/** What may be done after a failure, as long as nothing substantive reached the client. */
export type RetryClass = 'retry' | 'next-target' | 'stop';

interface ErrorSpec {
  readonly status: number;
  readonly type: AnthropicErrorType;
  readonly retry: RetryClass;
}

/** THE error table: every failure of the gateway has one row. Sentences are made where the names are known. */
export const gatewayErrors = {
  'bad-request': { status: 400, type: 'invalid_request_error', retry: 'stop' },
  'body-too-large': { status: 413, type: 'request_too_large', retry: 'stop' },
  'token-missing': { status: 401, type: 'authentication_error', retry: 'stop' },
  'host-refused': { status: 403, type: 'permission_error', retry: 'stop' },
  'origin-refused': { status: 403, type: 'permission_error', retry: 'stop' },
  'not-found': { status: 404, type: 'not_found_error', retry: 'stop' },
  'method-not-allowed': { status: 405, type: 'invalid_request_error', retry: 'stop' },
  'too-many-exchanges': { status: 529, type: 'overloaded_error', retry: 'stop' },
  'gateway-stopping': { status: 503, type: 'overloaded_error', retry: 'stop' },
  'refused-by-rule': { status: 403, type: 'permission_error', retry: 'stop' },
  'blocked-by-lock': { status: 403, type: 'permission_error', retry: 'next-target' },
  'native-credential-missing': { status: 401, type: 'authentication_error', retry: 'next-target' },
  'provider-unknown': { status: 500, type: 'api_error', retry: 'next-target' },
  'wire-unsupported': { status: 501, type: 'not_supported', retry: 'next-target' },
  'key-missing': { status: 401, type: 'authentication_error', retry: 'next-target' },
  'keychain-unavailable': { status: 503, type: 'api_error', retry: 'next-target' },
  'key-rejected': { status: 401, type: 'authentication_error', retry: 'next-target' },
  'key-forbidden': { status: 403, type: 'permission_error', retry: 'next-target' },
  'no-credit': { status: 402, type: 'billing_error', retry: 'next-target' },
  'model-not-found': { status: 404, type: 'not_found_error', retry: 'next-target' },
  'context-too-long': { status: 400, type: 'invalid_request_error', retry: 'stop' },
  'upstream-rejected': { status: 400, type: 'invalid_request_error', retry: 'stop' },
  'upstream-too-large': { status: 413, type: 'request_too_large', retry: 'stop' },
  'upstream-rate-limited': { status: 429, type: 'rate_limit_error', retry: 'next-target' },
  'upstream-overloaded': { status: 529, type: 'overloaded_error', retry: 'next-target' },
  'upstream-failed': { status: 502, type: 'api_error', retry: 'next-target' },
  'upstream-unreachable': { status: 502, type: 'api_error', retry: 'next-target' },
  'upstream-timeout': { status: 504, type: 'timeout_error', retry: 'next-target' },
  'upstream-garbled': { status: 502, type: 'api_error', retry: 'next-target' },
  truncated: { status: 502, type: 'api_error', retry: 'next-target' },
  'client-gone': { status: 499, type: 'api_error', retry: 'stop' },
  'cancelled-here': { status: 499, type: 'api_error', retry: 'stop' },
  internal: { status: 500, type: 'api_error', retry: 'stop' },
} as const satisfies Record<string, ErrorSpec>;

export type GatewayErrorCode = keyof typeof gatewayErrors;

/** A request was given up, by the client, by the user or because Switchyard ended: nothing that an upstream did. */
export function isGivenUp(code: GatewayErrorCode | null): boolean {
  return code === 'client-gone' || code === 'cancelled-here' || code === 'gateway-stopping';
}

/** A failure as a value. `status` and `type` default to the table's row; an upstream's own may replace them. */
export interface GatewayError {
  readonly code: GatewayErrorCode;
  /** Names provider and the upstream's own words; never a secret. */
  readonly message: string;
  readonly status: number;
  readonly type: AnthropicErrorType;
  readonly retry: RetryClass;
  /** Seconds; sent as `retry-after`. */
  readonly retryAfterSeconds?: number;
  /** Sent as `x-should-retry` when present. */
  readonly shouldRetry?: boolean;
}

type Overrides = Partial<Omit<GatewayError, 'code' | 'message'>>;

export function gatewayError(
  code: GatewayErrorCode,
  message: string,
  overrides: Overrides = {},
): GatewayError {
  return { code, message, ...gatewayErrors[code], ...overrides };
}

/** Anthropic's envelope. */
export function errorBody(error: GatewayError, requestId: string): string {
  return JSON.stringify({
    type: 'error',
    error: { type: error.type, message: error.message },
    request_id: requestId,
  });
}
