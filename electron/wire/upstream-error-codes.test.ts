import { describe, expect, test } from 'vitest';
import type { GatewayErrorCode } from '../../shared/domain/gateway-error.ts';
import { classifyUpstreamError } from './upstream-error.ts';

/** Words that say nothing, so that only the code or the status can decide. */
const SILENT = 'see our pages';

function classified(status: number, fields: object, message = SILENT): GatewayErrorCode {
  return classifyUpstreamError(status, JSON.stringify({ error: { message, ...fields } }), 'Acme')
    .code;
}

const codes: Readonly<Partial<Record<GatewayErrorCode, readonly string[]>>> = {
  'context-too-long': [
    'context_length_exceeded',
    'exceed_context_size_error',
    'model_context_window_exceeded',
    'context_window_exceeded',
    '1261',
  ],
  'no-credit': [
    '1113',
    '1309',
    '1008',
    'insufficient_quota',
    'insufficient_balance',
    'exceeded_current_quota_error',
    'billing_error',
    'Arrearage',
    'CreditsError',
  ],
  'upstream-overloaded': [
    'overloaded_error',
    'engine_overloaded_error',
    'overloaded',
    '1305',
    'insufficient_system_resource',
    'ModelNotReadyException',
  ],
  'upstream-rate-limited': [
    'rate_limit_error',
    'rate_limit_exceeded',
    'rate_limit_reached_error',
    'RESOURCE_EXHAUSTED',
    'too_many_requests',
    'ThrottlingException',
    '1302',
    '1303',
    '1308',
    '1310',
    '2056',
  ],
  'key-forbidden': ['access_terminated_error', 'permission_error', 'PERMISSION_DENIED', '1313'],
  'key-rejected': [
    'authentication_error',
    'invalid_api_key',
    'UNAUTHENTICATED',
    'unauthorized',
    '1000',
    '1001',
    '1002',
    '1003',
    '1004',
    '2049',
  ],
  'model-not-found': ['model_not_found', 'model_not_exist', 'ModelError', '1211'],
};

describe('the code of a vendor decides, whatever field it stands in', () => {
  const rows = Object.entries(codes).flatMap(([expected, list]) =>
    list.map((code) => [code, expected] as const),
  );
  test.each(rows)('%s is %s', (code, expected) => {
    // 422 says nothing of itself: alone it is a rejected request.
    expect(classified(422, {})).toBe('upstream-rejected');
    for (const field of ['code', 'type', 'status', 'status_code', 'reason'])
      expect(classified(422, { [field]: code })).toBe(expected);
    expect(classified(422, { code: Number(code) })).toBe(
      Number.isNaN(Number(code)) ? 'upstream-rejected' : expected,
    );
  });
});

test.each<[number, GatewayErrorCode]>([
  [401, 'key-rejected'],
  [402, 'no-credit'],
  [403, 'key-forbidden'],
  [404, 'model-not-found'],
  [407, 'upstream-failed'],
  [408, 'upstream-timeout'],
  [413, 'upstream-too-large'],
  [429, 'upstream-rate-limited'],
  [498, 'upstream-overloaded'],
  [503, 'upstream-overloaded'],
  [504, 'upstream-timeout'],
  [524, 'upstream-timeout'],
  [529, 'upstream-overloaded'],
  [400, 'upstream-rejected'],
  [418, 'upstream-rejected'],
  [499, 'upstream-rejected'],
  [500, 'upstream-failed'],
  [599, 'upstream-failed'],
])('without a code, %i is %s, as it is inside a 200', (status, expected) => {
  expect(classified(status, {})).toBe(expected);
  expect(classified(200, { code: status })).toBe(expected);
});

test.each<[string, object, GatewayErrorCode]>([
  ['no status at all', {}, 'upstream-failed'],
  ['a number below the errors', { code: 399 }, 'upstream-failed'],
  ['a number beyond them', { code: 600 }, 'upstream-failed'],
  ['a refused request by name', { type: 'invalid_request_error' }, 'upstream-rejected'],
  ['a refused tool call by name', { code: 'tool_use_failed' }, 'upstream-rejected'],
  ['another name', { type: 'api_error' }, 'upstream-failed'],
])('inside a 200: %s', (_name, fields, expected) => {
  expect(classified(200, fields)).toBe(expected);
});

describe('the words decide where the code is silent', () => {
  test.each<[number, string, GatewayErrorCode]>([
    [429, 'Request too large for gpt-oss-120b', 'upstream-too-large'],
    [413, 'on tokens per minute (TPM): Limit 8000, Requested 9000', 'upstream-too-large'],
    [400, 'Request too large for this page', 'upstream-rejected'],
    [400, 'The prompt is too long', 'context-too-long'],
    [400, 'Input is too long for requested model', 'context-too-long'],
    [400, "This model's maximum context length is 8192 tokens", 'context-too-long'],
    [
      400,
      "maximum context length is 8192 tokens, 'max_tokens' or 'max_completion_tokens' is too large",
      'upstream-rejected',
    ],
    [400, 'the request exceeds the available context size', 'context-too-long'],
    [400, "it exceeds the model's maximum context", 'context-too-long'],
    [400, 'tokens exceed context limit', 'context-too-long'],
    [400, 'larger than the context window', 'context-too-long'],
    [400, 'context length exceeded', 'context-too-long'],
    [400, 'Please reduce the length of the messages', 'context-too-long'],
    [400, 'please reduce the length of the input', 'context-too-long'],
    [400, 'The input token count (5000) exceeds the maximum', 'context-too-long'],
    [400, 'Prompt exceeds max length', 'context-too-long'],
    [400, 'Range of input length should be [1, 30720]', 'context-too-long'],
    [400, 'input length 9000 tokens exceed it', 'context-too-long'],
    [401, 'The prompt is too long', 'key-rejected'],
    [400, 'insufficient balance', 'no-credit'],
    [400, 'Insufficient account quota', 'no-credit'],
    [400, 'insufficient fund', 'no-credit'],
    [400, 'not enough credits', 'no-credit'],
    [400, 'not enough credit left', 'no-credit'],
    [429, 'You exceeded your current quota', 'no-credit'],
    [400, 'you are out of credits', 'no-credit'],
    [400, 'out of credit', 'no-credit'],
    [400, 'Payment Required', 'no-credit'],
    [400, 'your account is in arrears', 'no-credit'],
    [400, 'the account abc was suspended', 'no-credit'],
    [400, 'no resource package', 'no-credit'],
    [400, 'Please recharge', 'no-credit'],
    [400, 'this request requires more credits', 'no-credit'],
    [400, 'you have never purchased credits', 'no-credit'],
    [400, 'Incorrect API key provided', 'key-rejected'],
    [400, 'missing api-key', 'key-rejected'],
    [400, 'unknown apikey', 'key-rejected'],
    [400, 'API key not valid', 'key-rejected'],
    [400, 'the api key is expired', 'key-rejected'],
    [400, 'api key invalid', 'key-rejected'],
    [422, 'Incorrect API key provided', 'upstream-rejected'],
    [400, 'The model `x` does not exist', 'model-not-found'],
    [400, 'model x not found', 'model-not-found'],
    [400, 'model x is not a valid model', 'model-not-found'],
    [400, 'model x not exist', 'model-not-found'],
    [400, 'model x not supported for this account', 'model-not-found'],
    [400, 'unknown model', 'model-not-found'],
    [400, 'no such model', 'model-not-found'],
    [400, 'x is not a valid model id', 'model-not-found'],
    [400, 'No endpoints found that support it', 'model-not-found'],
    [400, 'the model works. Your file was not found', 'upstream-rejected'],
    [400, `model ${'of old '.repeat(18)}not found`, 'upstream-rejected'],
    [500, 'unknown model', 'upstream-failed'],
  ])('%i "%s" is %s', (status, message, expected) => {
    expect(classified(status, {}, message)).toBe(expected);
  });
});

describe('a too long prompt', () => {
  const said = (message: string): string =>
    classifyUpstreamError(400, JSON.stringify({ error: { message } }), 'Acme').message;
  test.each([
    ['prompt is too long: 210000 tokens > 200000 maximum', ''],
    ['Prompt is too long: 210,000 tokens > 200,000 maximum', ''],
  ])('in the client’s own words stays: %s', (words) => {
    expect(said(words)).toBe(`${words} (Acme)`);
  });
  test.each([
    ['maximum context length is 8,192 tokens; you sent 9_001', ': 9001 tokens > 8192 maximum'],
    ['context window of 512, you sent 513', ': 513 tokens > 512 maximum'],
    ['context window of 511, you sent 513', ''],
    ['context window of 4096 exceeded', ''],
    ['context window 4096, limit 4096', ''],
    ['context window: 9000 and 4000 and 7000', ': 9000 tokens > 4000 maximum'],
    ['context window full', ''],
    ['prompt is too long: many tokens > 2000', ''],
    ['prompt is too long: 2000 tokens > few', ''],
  ])('gets the figures that "%s" names', (words, figures) => {
    expect(said(words)).toBe(`prompt is too long${figures} (Acme: ${words})`);
  });
});

test('only waiting that can help is told, and another target only where it can', () => {
  const error = (status: number, message: string) =>
    classifyUpstreamError(status, JSON.stringify({ error: { message } }), 'Acme');
  const words = 'try again in 12s';
  expect(error(429, words)).toMatchObject({ retryAfterSeconds: 12 });
  expect(error(503, words)).toMatchObject({ retryAfterSeconds: 12 });
  expect(error(500, words)).not.toHaveProperty('retryAfterSeconds');
  expect(error(400, words)).not.toHaveProperty('retryAfterSeconds');
  expect(error(413, SILENT)).toMatchObject({ retry: 'next-target' });
  expect(error(400, SILENT)).not.toMatchObject({ retry: 'next-target' });
  for (const status of [401, 402, 403, 404])
    expect(error(status, SILENT)).toMatchObject({ shouldRetry: false });
  for (const status of [400, 413, 429, 500, 529])
    expect(error(status, SILENT)).not.toMatchObject({ shouldRetry: false });
});
