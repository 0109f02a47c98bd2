import { describe, expect, test } from 'vitest';
import type { GatewayErrorCode } from '../../shared/domain/gateway-error.ts';
import { decodeAnthropicError } from './anthropic-messages/errors.ts';
import { openaiChat } from './openai-chat/adapter.ts';
import { readErrorBody } from './upstream-error-body.ts';

type Row = readonly [string, number, unknown, GatewayErrorCode];
const openai = (message: string, fields: object = {}) => ({ error: { message, ...fields } });
const anthropic = (type: string, message: string) => ({ type: 'error', error: { type, message } });

const table: readonly Row[] = [
  [
    'Anthropic 400',
    400,
    anthropic('invalid_request_error', 'max_tokens: required'),
    'upstream-rejected',
  ],
  ['Anthropic 401', 401, anthropic('authentication_error', 'invalid x-api-key'), 'key-rejected'],
  ['Anthropic 403', 403, anthropic('permission_error', 'no access'), 'key-forbidden'],
  ['Anthropic 404', 404, anthropic('not_found_error', 'model: claude-x'), 'model-not-found'],
  ['Anthropic 413', 413, anthropic('request_too_large', 'too large'), 'upstream-too-large'],
  ['Anthropic 429', 429, anthropic('rate_limit_error', 'slow down'), 'upstream-rate-limited'],
  ['Anthropic 500', 500, anthropic('api_error', 'Internal server error'), 'upstream-failed'],
  ['Anthropic 529', 529, anthropic('overloaded_error', 'Overloaded'), 'upstream-overloaded'],
  [
    'Anthropic balance',
    400,
    anthropic('invalid_request_error', 'Your credit balance is too low to access the API'),
    'no-credit',
  ],
  [
    'Anthropic too long',
    400,
    anthropic('invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum'),
    'context-too-long',
  ],
  [
    'Z.AI balance as 429',
    429,
    {
      error: {
        code: '1113',
        message: 'Insufficient balance or no resource package. Please recharge.',
      },
    },
    'no-credit',
  ],
  [
    'Z.AI concurrency',
    429,
    { error: { code: '1302', message: 'Rate limit reached for requests' } },
    'upstream-rate-limited',
  ],
  ['Z.AI overloaded', 429, { error: { code: '1305', message: 'busy' } }, 'upstream-overloaded'],
  [
    'Z.AI plan quota',
    429,
    { error: { code: '1308', message: 'Usage limit reached for 5 hour' } },
    'upstream-rate-limited',
  ],
  [
    'Z.AI other shape',
    401,
    { code: 1001, msg: 'Header has no authorization', success: false },
    'key-rejected',
  ],
  [
    'MiniMax balance in a 200',
    200,
    { base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
    'no-credit',
  ],
  [
    'MiniMax plan',
    429,
    { base_resp: { status_code: 2056, status_msg: 'plan limit' } },
    'upstream-rate-limited',
  ],
  ['DeepSeek balance', 402, openai('Insufficient Balance', { type: 'unknown_error' }), 'no-credit'],
  [
    'OpenAI quota as 429',
    429,
    openai('You exceeded your current quota', { code: 'insufficient_quota' }),
    'no-credit',
  ],
  [
    'OpenAI context',
    400,
    openai(
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 10000 tokens.",
      { code: 'context_length_exceeded' },
    ),
    'context-too-long',
  ],
  [
    'OpenAI model',
    404,
    openai('The model `x` does not exist', { code: 'model_not_found' }),
    'model-not-found',
  ],
  [
    'OpenAI parameter',
    400,
    openai("Unsupported parameter: 'max_tokens'", { code: 'unsupported_parameter' }),
    'upstream-rejected',
  ],
  [
    'llama.cpp context',
    400,
    {
      error: {
        code: 400,
        message: 'the request exceeds the available context size',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 9000,
        n_ctx: 8192,
      },
    },
    'context-too-long',
  ],
  [
    'llama.cpp loading',
    503,
    { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
    'upstream-overloaded',
  ],
  [
    'vLLM max_tokens',
    400,
    {
      object: 'error',
      message: "'max_tokens' or 'max_completion_tokens' is too large: 32000.",
      type: 'BadRequestError',
      code: 400,
    },
    'upstream-rejected',
  ],
  [
    'vLLM context',
    400,
    {
      error: {
        message:
          "This model's maximum context length is 32768 tokens. However, you requested 40000 tokens in the messages",
        type: 'BadRequestError',
        code: 400,
      },
    },
    'context-too-long',
  ],
  [
    'Gemini key',
    400,
    {
      error: {
        code: 400,
        message: 'API key not valid. Please pass a valid API key.',
        status: 'INVALID_ARGUMENT',
      },
    },
    'key-rejected',
  ],
  [
    'Gemini quota',
    429,
    [{ error: { code: 429, message: 'Quota exceeded', status: 'RESOURCE_EXHAUSTED' } }],
    'upstream-rate-limited',
  ],
  [
    'Gemini context',
    400,
    {
      error: {
        message:
          'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      },
    },
    'context-too-long',
  ],
  [
    'OpenRouter wrap',
    429,
    {
      error: {
        code: 429,
        message: 'Provider returned error',
        metadata: { raw: 'x is temporarily rate-limited upstream' },
      },
    },
    'upstream-rate-limited',
  ],
  [
    'OpenRouter credits',
    402,
    { error: { code: 402, message: 'This request requires more credits' } },
    'no-credit',
  ],
  [
    'OpenRouter model',
    400,
    { error: { code: 400, message: 'foo/bar is not a valid model ID' } },
    'model-not-found',
  ],
  [
    'Groq too large',
    413,
    openai(
      'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 20000',
      { type: 'tokens', code: 'rate_limit_exceeded' },
    ),
    'upstream-too-large',
  ],
  [
    'Moonshot quota',
    429,
    openai('account suspended', { type: 'exceeded_current_quota_error' }),
    'no-credit',
  ],
  [
    'Kimi client',
    403,
    openai('only for agents', { type: 'access_terminated_error' }),
    'key-forbidden',
  ],
  [
    'Mistral',
    400,
    { object: 'error', message: 'Tool call id was x', type: 'invalid_function_call', code: '3280' },
    'upstream-rejected',
  ],
  [
    'FastAPI list',
    422,
    { detail: [{ loc: ['body', 'tools', 0], msg: 'Extra inputs', type: 'x' }] },
    'upstream-rejected',
  ],
  ['FastAPI text', 404, { detail: 'Not Found' }, 'model-not-found'],
  ['NIM problem', 429, { status: 429, title: 'Too Many Requests' }, 'upstream-rate-limited'],
  ['Fireworks suspended', 412, openai('Account x is suspended'), 'no-credit'],
  ['Bedrock', 400, { message: 'Input is too long for requested model.' }, 'context-too-long'],
  ['Ollama', 404, { error: 'model "x" not found, try pulling it first' }, 'model-not-found'],
  ['HTML', 502, '<html><head><title>502 Bad Gateway</title></head></html>', 'upstream-failed'],
  ['HTML 403', 403, '<!DOCTYPE html><h1>Access denied</h1>', 'key-forbidden'],
  ['empty', 500, '', 'upstream-failed'],
  ['plain', 503, 'upstream connect error', 'upstream-overloaded'],
  ['cut JSON', 400, '{"error":{"mess', 'upstream-rejected'],
  ['timeout', 504, 'Gateway Timeout', 'upstream-timeout'],
  [
    'inside a 200',
    200,
    { error: { code: 502, message: 'Provider disconnected' } },
    'upstream-failed',
  ],
  [
    'rate inside a 200',
    200,
    { error: { code: 429, message: 'slow down' } },
    'upstream-rate-limited',
  ],
];

const bodyOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

describe('an upstream error becomes the right row', () => {
  test.each(table)('%s', (_name, status, body, code) => {
    const error = decodeAnthropicError(status, bodyOf(body), 'Acme');
    expect(error.code).toBe(code);
    expect(error.message).toContain('Acme');
    expect(openaiChat.decodeError(status, bodyOf(body), 'Acme')).toEqual(error);
  });
});

describe('the message', () => {
  test.each([
    [{ error: { message: 'a', metadata: { raw: '{"error":{"message":"b"}}' } } }, 'a: b'],
    [{ detail: [{ loc: ['body', 'x'], msg: 'bad' }] }, 'body.x: bad'],
    [{ status: 429, title: 'Too Many Requests' }, 'Too Many Requests'],
    [{ error: 'words' }, 'words'],
    [{}, 'HTTP 418 without a message'],
    ['<html><title>Oops</title>', 'an HTML page: Oops'],
    ['', 'HTTP 418 without a message'],
  ])('%j', (body, message) => {
    expect(readErrorBody(418, bodyOf(body)).message).toBe(message);
  });

  test('puts a too long prompt in the words that make the client compact', () => {
    const body = bodyOf(
      openai(
        "This model's maximum context length is 8,192 tokens. However, your messages resulted in 10000 tokens.",
      ),
    );
    const error = decodeAnthropicError(400, body, 'Acme');
    expect(error.message).toMatch(/^prompt is too long: 10000 tokens > 8192 maximum/);
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', retry: 'stop' });
  });

  test('has the upstream first in a 400, where the client looks for phrases', () => {
    const body = bodyOf(
      anthropic('invalid_request_error', "role 'system' is not supported on this model"),
    );
    expect(decodeAnthropicError(400, body, 'Acme').message).toBe(
      "role 'system' is not supported on this model (Acme)",
    );
  });

  const role = "role 'system' is not supported on this model";
  const adaptive = 'adaptive thinking is not supported on this model';
  test.each([
    [`messages: Unexpected role "system". Use the top-level system parameter.`, role],
    ["messages.1.role: Input should be 'user' or 'assistant'", role],
    ['System messages are not supported by this template', role],
    ['messages[1].role must be one of ["user", "assistant"]', role],
    ["thinking.type: Input should be 'enabled' or 'disabled'", adaptive],
    ['thinking type "adaptive" is not supported', adaptive],
    ['invalid value "adaptive" for thinking', adaptive],
    ['unknown variant `adaptive`, expected `enabled` or `disabled`', adaptive],
  ])('puts what the client can give up in its own words: %s', (words, phrase) => {
    const body = bodyOf(anthropic('invalid_request_error', words));
    expect(decodeAnthropicError(400, body, 'Acme').message).toBe(`${phrase}: ${words} (Acme)`);
  });

  test.each([
    'Conversation roles must alternate user/assistant/user/assistant',
    'thinking.budget_tokens: Input should be greater than or equal to 1024',
    'the role of the system is unclear',
    adaptive,
  ])('leaves other words as they are: %s', (words) => {
    const body = bodyOf(anthropic('invalid_request_error', words));
    expect(decodeAnthropicError(400, body, 'Acme').message).toBe(`${words} (Acme)`);
  });

  test.each([
    'Incorrect API key provided: sk-proj-abcd1234efgh5678. Find it at https://x.y',
    'bad key sk-ab12********************wxyz',
    'Invalid header: Bearer abcdef0123456789',
    'key nvapi-AbCdEf0123456789AbCd is not known',
    'key AIzaSyA1234567890abcdefghijk rejected',
  ])('shows no key: %s', (words) => {
    const { message } = decodeAnthropicError(401, bodyOf(openai(words)), 'Acme');
    expect(message).toContain('[redacted]');
    expect(message).not.toMatch(/abcd1234|wxyz|abcdef0123|AbCdEf|SyA123/);
  });

  test.each([
    ['Please try again in 7m12s.', 432],
    ['Please try again in 1.26s.', 2],
    ['Try again in 500ms', 1],
    ['retry after 30 seconds', 30],
    ['Please retry in 43.5s.', 44],
    ['slow down', undefined],
  ])('tells when to come back: %s', (words, seconds) => {
    expect(decodeAnthropicError(429, bodyOf(openai(words)), 'Acme').retryAfterSeconds).toBe(
      seconds,
    );
  });

  test('reads RetryInfo', () => {
    const body = '{"error":{"code":429,"message":"m","details":[{"retryDelay":"43s"}]}}';
    expect(decodeAnthropicError(429, body, 'Acme').retryAfterSeconds).toBe(43);
  });

  test('tells the client not to wait for what will not mend itself', () => {
    expect(decodeAnthropicError(401, '', 'Acme').shouldRetry).toBe(false);
    expect(decodeAnthropicError(500, '', 'Acme').shouldRetry).toBeUndefined();
  });
});
