import { describe, expect, test } from 'vitest';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const { one } = useUpstreams({ one: () => undefined });
const under = useGateway();

function plain(status: number, body: string, headers: Record<string, string> = {}): Script {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

function frames(...data: readonly string[]): Script {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(data.map((line) => `${line}\n\n`).join(''));
  };
}

interface Expected {
  readonly status: number;
  readonly type: string;
  readonly words: RegExp;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

const stop = { 'x-should-retry': 'false' };
const mayRetry = { 'x-should-retry': undefined };

/** What the client makes of each is in `docs/wire/contract.md`; no retry where waiting cannot help. */
const rows: readonly (readonly [string, WireFormat, Script, Expected])[] = [
  [
    'Z.AI: an empty balance as 429 is no rate limit',
    'anthropic-messages',
    plain(
      429,
      '{"error":{"code":"1113","message":"Insufficient balance or no resource package."}}',
    ),
    { status: 402, type: 'billing_error', words: /^ONE: Insufficient balance/, headers: stop },
  ],
  [
    'Z.AI: a concurrency limit is one',
    'anthropic-messages',
    plain(
      429,
      '{"type":"error","error":{"type":"rate_limit_error","code":"1302","message":"slow"}}',
      { 'retry-after': '7' },
    ),
    {
      status: 429,
      type: 'rate_limit_error',
      words: /^ONE: slow/,
      headers: { ...mayRetry, 'retry-after': '7' },
    },
  ],
  [
    'MiniMax: an error with HTTP 200',
    'openai-chat',
    plain(200, '{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}'),
    { status: 402, type: 'billing_error', words: /^ONE: insufficient balance/, headers: stop },
  ],
  [
    'Groq: the stream fails before it says anything',
    'openai-chat',
    frames(
      'event: error\ndata: {"error":{"message":"Failed to call a function","code":"tool_use_failed"}}',
    ),
    { status: 400, type: 'invalid_request_error', words: /^Failed to call a function \(ONE\)/ },
  ],
  [
    'OpenRouter: an error chunk in a 200 stream',
    'openai-chat',
    frames(
      ': OPENROUTER PROCESSING',
      'data: {"error":{"code":429,"message":"Rate limited"},"choices":[]}',
    ),
    { status: 429, type: 'rate_limit_error', words: /^ONE: Rate limited/ },
  ],
  [
    'NIM: problem JSON',
    'openai-chat',
    plain(429, '{"status":429,"title":"Too Many Requests"}'),
    { status: 429, type: 'rate_limit_error', words: /^ONE: Too Many Requests/ },
  ],
  [
    'DeepSeek: a 400 as octet stream is read all the same',
    'openai-chat',
    plain(400, '{"error":{"message":"Model Not Exist","type":"invalid_request_error"}}', {
      'content-type': 'application/octet-stream',
    }),
    { status: 404, type: 'not_found_error', words: /^ONE: Model Not Exist/, headers: stop },
  ],
  [
    'Mistral: 422 with a list of details',
    'openai-chat',
    plain(422, '{"detail":[{"loc":["body","tools"],"msg":"field required","type":"missing"}]}'),
    { status: 400, type: 'invalid_request_error', words: /^body\.tools: field required \(ONE\)/ },
  ],
  [
    "the client's own ladder: a phrase it knows stays at the front",
    'openai-chat',
    plain(400, `{"error":{"message":"role 'system' is not supported on this model"}}`),
    {
      status: 400,
      type: 'invalid_request_error',
      words: /^role 'system' is not supported on this model/,
    },
  ],
  [
    "the client's own ladder: a full context is told in Anthropic's words",
    'openai-chat',
    plain(
      400,
      '{"error":{"code":"context_length_exceeded","message":"This model\'s maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens."}}',
    ),
    {
      status: 400,
      type: 'invalid_request_error',
      words: /^prompt is too long: 9001 tokens > 8192 maximum/,
    },
  ],
  [
    'Gemini: RetryInfo in the body becomes retry-after',
    'openai-chat',
    plain(
      429,
      '[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"quota","details":[{"retryDelay":"43s"}]}}]',
    ),
    {
      status: 429,
      type: 'rate_limit_error',
      words: /^ONE: quota/,
      headers: { 'retry-after': '43' },
    },
  ],
  [
    'Groq: words become retry-after, and limits are kept',
    'openai-chat',
    plain(
      429,
      '{"error":{"code":"rate_limit_exceeded","message":"Please try again in 2m59.56s."}}',
      { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '2m59.56s' },
    ),
    {
      status: 429,
      type: 'rate_limit_error',
      words: /try again/,
      headers: {
        'retry-after': '180',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '2m59.56s',
      },
    },
  ],
  [
    'OpenAI: milliseconds, and the request id is kept',
    'openai-chat',
    plain(429, '{"error":{"message":"slow"}}', { 'retry-after-ms': '1500', 'x-request-id': 'r1' }),
    {
      status: 429,
      type: 'rate_limit_error',
      words: /^ONE: slow/,
      headers: { 'retry-after': '2', 'x-request-id': 'r1' },
    },
  ],
  [
    "Anthropic's limits are kept",
    'anthropic-messages',
    plain(529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', {
      'anthropic-ratelimit-requests-remaining': '0',
      'request-id': 'req_1',
    }),
    {
      status: 529,
      type: 'overloaded_error',
      words: /^ONE: Overloaded/,
      headers: {
        ...mayRetry,
        'anthropic-ratelimit-requests-remaining': '0',
        'request-id': 'req_1',
      },
    },
  ],
  [
    'a key that is refused is not tried for three minutes',
    'openai-chat',
    plain(401, '{"error":{"message":"Incorrect API key provided"}}'),
    { status: 401, type: 'authentication_error', words: /^ONE: Incorrect API key/, headers: stop },
  ],
  [
    'Cerebras: no wrapper around the error',
    'openai-chat',
    plain(400, '{"message":"bad","type":"invalid_request_error","param":"x","code":"wrong"}'),
    { status: 400, type: 'invalid_request_error', words: /^bad \(ONE\)/ },
  ],
  [
    'HTML in place of an answer',
    'openai-chat',
    plain(502, '<html><head><title>Bad gateway</title></head></html>', {
      'content-type': 'text/html',
    }),
    { status: 502, type: 'api_error', words: /^ONE: an HTML page: Bad gateway/, headers: mayRetry },
  ],
  [
    'nothing at all',
    'anthropic-messages',
    plain(500, ''),
    { status: 502, type: 'api_error', words: /^ONE: HTTP 500 without a message/ },
  ],
];

describe('an error of an upstream, as the client hears of it', () => {
  test.each(rows)('%s', async (_name, wire, script, expected) => {
    one.play(script);
    const provider = { id: 'one', name: 'ONE', wire, baseUrl: one.url, auth: 'none' } as const;
    await under.start(configurationFor(NOBODY, [provider]));
    const answer = await ask(`${under.url}/v1/messages`, {
      headers: { 'x-switchyard-token': TOKEN },
      body: messagesBody(),
    });
    const { type, error } = JSON.parse(answer.body.toString()) as {
      type: string;
      error: { type: string; message: string };
    };
    expect([type, answer.status, error.type]).toEqual(['error', expected.status, expected.type]);
    expect(error.message).toMatch(expected.words);
    for (const [name, value] of Object.entries(expected.headers ?? {})) {
      expect([name, answer.headers[name]]).toEqual([name, value]);
    }
  });
});
