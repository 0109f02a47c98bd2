import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ScriptedEndpointOptions } from '../../e2e/upstream/endpoint-options.ts';
import { startScriptedEndpoint } from '../../e2e/upstream/scripted-endpoint.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import { systemClock } from '../base/clock.ts';
import { discoverLocal } from './discover.ts';
import { fetchModels, testProvider, type ProviderTest } from './provider-test.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((clean) => clean()));
});

async function endpoint(options: ScriptedEndpointOptions) {
  const started = await startScriptedEndpoint(options);
  cleanups.push(() => started.close());
  return started;
}

/** A server that gives one answer to everything. */
async function answering(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function provider(over: Partial<ResolvedProvider>): ResolvedProvider {
  return {
    id: 'mine',
    preset: 'deepseek',
    name: 'Mine',
    wire: 'openai-chat',
    baseUrl: 'http://127.0.0.1:9',
    auth: 'bearer',
    keys: [],
    models: [{ id: 'm' }],
    modelMapping: {},
    headers: {},
    timeouts: {},
    quirks: [],
    billing: { kind: 'per-token' },
    ...over,
  };
}

function given(over: Partial<ProviderTest> & Pick<ProviderTest, 'provider'>): ProviderTest {
  return {
    model: null,
    secret: 'planted-secret',
    signal: new AbortController().signal,
    clock: systemClock,
    ...over,
  };
}

test.each(['openai-chat', 'anthropic-messages'] as const)(
  'works over %s, with one token asked and its cost',
  async (wire) => {
    const up = await endpoint({ wires: [wire], apiKey: 'planted-secret', model: 'm' });
    const baseUrl = wire === 'openai-chat' ? `${up.baseUrl}/v1` : up.baseUrl;
    const auth = wire === 'openai-chat' ? 'bearer' : 'x-api-key';
    const result = await testProvider(
      given({
        provider: provider({ wire, baseUrl, auth, headers: { 'x-extra': '1' } }),
        price: {
          input: 3_000_000,
          output: 15_000_000,
          cacheRead: 0,
          cacheWrite5m: 0,
          cacheWrite1h: 0,
        },
      }),
    );
    expect(result).toMatchObject({ verdict: 'works', model: 'm', detail: '' });
    // 8 tokens in, 1 out.
    expect(result.costNanoUsd).toBe((8 * 3_000_000 + 15_000_000) / 1000);
    expect(up.requests).toHaveLength(1);
    expect(up.requests[0]!.headers['x-extra']).toBe('1');
    expect(up.requests[0]!.body).toMatchObject({ max_tokens: 1, stream: false });
  },
);

test('the cost is unknown without a price, and nothing where nothing is billed', async () => {
  const up = await endpoint({ model: 'm' });
  const at = provider({ baseUrl: `${up.baseUrl}/v1`, auth: 'none' });
  expect((await testProvider(given({ provider: at }))).costNanoUsd).toBeNull();
  const free = { ...at, billing: { kind: 'free' } as const };
  expect((await testProvider(given({ provider: free }))).costNanoUsd).toBe(0);
});

const json = (status: number, body: unknown) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const page = (status: number) => (response: ServerResponse) => {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end('<html><title>Router login</title></html>');
};
const error = (message: string, extra: object = {}) => ({ error: { message, ...extra } });

test.each([
  ['401', json(401, error('Incorrect API key provided')), 'key-rejected'],
  ['403', json(403, error('Forbidden')), 'key-rejected'],
  [
    '403 for a model',
    json(403, error('You do not have access to model m: not have access')),
    'model-not-found',
  ],
  [
    '400 for a key (Gemini)',
    json(400, error('API key not valid. Please pass a valid API key.')),
    'key-rejected',
  ],
  ['402', json(402, error('Insufficient Balance')), 'no-credit'],
  [
    '400 for credit (Anthropic)',
    json(400, {
      type: 'error',
      ...error('Your credit balance is too low to access the Anthropic API.'),
    }),
    'no-credit',
  ],
  [
    '429 for credit (OpenAI)',
    json(429, error('You exceeded your current quota', { code: 'insufficient_quota' })),
    'no-credit',
  ],
  [
    '200 around an error (Z.AI)',
    json(200, {
      code: 1113,
      msg: 'Insufficient balance or no resource package. Please recharge.',
      success: false,
    }),
    'no-credit',
  ],
  ['429', json(429, error('Rate limit reached')), 'rate-limited'],
  ['404 for a model', json(404, error('The model `m` does not exist.')), 'model-not-found'],
  [
    '404 for a model (Ollama)',
    json(404, { error: 'model "m" not found, try pulling it first' }),
    'model-not-found',
  ],
  [
    '400 for a model (OpenRouter)',
    json(400, error('m is not a valid model ID')),
    'model-not-found',
  ],
  ['400 for a model (DeepSeek)', json(400, error('Model Not Exist')), 'model-not-found'],
  ['404', json(404, { detail: 'Not Found' }), 'not-this-wire'],
  ['405', json(405, {}), 'not-this-wire'],
  ['a login page', page(200), 'not-this-wire'],
  ['a redirect to one', page(302), 'not-this-wire'],
  ["a proxy's 502 page", page(502), 'failed'],
  ['another wire', json(200, { type: 'message', role: 'assistant', content: [] }), 'not-this-wire'],
  [
    'LM Studio without the path',
    json(200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }),
    'not-this-wire',
  ],
  ['503 while loading', json(503, error('Loading model')), 'failed'],
  ['400', json(400, error('temperature is required')), 'failed'],
  ['422', json(422, { detail: [{ msg: 'field required' }] }), 'failed'],
  [
    'all of it spent on thinking',
    json(
      400,
      error('Could not finish the message because max_tokens or model output limit was reached.'),
    ),
    'works',
  ],
  ['no words', json(500, null), 'failed'],
] as const)('%s', async (_name, answer, verdict) => {
  const baseUrl = await answering(answer);
  const result = await testProvider(given({ provider: provider({ baseUrl }) }));
  expect(result.verdict).toBe(verdict);
  expect(result.detail !== '').toBe(verdict !== 'works');
  expect(result.costNanoUsd).toBeNull();
});

test('says that a key is missing where none was given', async () => {
  const baseUrl = await answering(json(401, error('No auth credentials found')));
  const result = await testProvider(given({ provider: provider({ baseUrl }), secret: null }));
  expect(result.verdict).toBe('key-missing');
});

test("quotes the upstream's words without the key in them, on one line", async () => {
  const words = `Invalid key\nplanted-secret, or sk-live-0123456789abcdef. ${'x '.repeat(400)}`;
  const baseUrl = await answering(json(401, error(words)));
  const { detail } = await testProvider(given({ provider: provider({ baseUrl }) }));
  expect(detail).toMatch(/^Invalid key \[redacted\], or \[redacted\]\./);
  expect(detail.length).toBeLessThanOrEqual(300);
});

test('asks again under the new name of the limit', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      bodies.push(body);
      if (body.includes('max_completion_tokens'))
        json(200, { choices: [{ message: {} }] })(response);
      else json(400, error("Use 'max_completion_tokens' instead."))(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const result = await testProvider(given({ provider: provider({ baseUrl }) }));
  expect(result.verdict).toBe('works');
  expect(bodies).toHaveLength(2);
});

test('tells silence from absence', async () => {
  const silent = await answering(() => undefined);
  const gone = await startScriptedEndpoint();
  await gone.close();
  const wait = await testProvider(
    given({ provider: provider({ baseUrl: silent }), timeoutMs: 150 }),
  );
  const away = await testProvider(given({ provider: provider({ baseUrl: gone.baseUrl }) }));
  expect([wait.verdict, away.verdict]).toEqual(['timeout', 'unreachable']);
});

test('a key that no header can carry fails without being quoted', async () => {
  const up = await endpoint({ model: 'm' });
  const at = provider({ baseUrl: `${up.baseUrl}/v1` });
  const result = await testProvider(given({ provider: at, secret: 'planted\nsecret' }));
  expect(result.verdict).toBe('failed');
  expect(result.detail).not.toContain('planted');
});

test('takes the first listed model where none is known', async () => {
  const up = await endpoint({ model: 'listed' });
  const at = provider({ baseUrl: `${up.baseUrl}/v1`, models: [], auth: 'none' });
  expect(await testProvider(given({ provider: at }))).toMatchObject({
    verdict: 'works',
    model: 'listed',
  });
});

test('lists models, and words a refusal as the test does', async () => {
  const up = await endpoint({ model: 'listed', apiKey: 'right' });
  const at = provider({ baseUrl: `${up.baseUrl}/v1` });
  const ask = { provider: at, signal: new AbortController().signal, clock: systemClock };
  expect(await fetchModels({ ...ask, secret: 'right' })).toEqual({
    ok: true,
    value: [{ id: 'listed' }],
  });
  expect(await fetchModels({ ...ask, secret: 'wrong-secret' })).toMatchObject({
    ok: false,
    error: { verdict: 'key-rejected', detail: 'Invalid API key: Bearer [redacted]' },
  });
});

test('lists beside the chat endpoint where the Messages one has no list, on the same origin only', async () => {
  const up = await endpoint({ model: 'listed', apiKey: 'right' });
  const stranger = await endpoint({});
  const at = provider({ wire: 'anthropic-messages', baseUrl: `${up.baseUrl}/anthropic` });
  const found = await fetchModels({
    provider: at,
    secret: 'right',
    signal: new AbortController().signal,
    clock: systemClock,
    alternatives: [
      { wire: 'openai-chat', baseUrl: `${stranger.baseUrl}/v1` },
      { wire: 'openai-chat', baseUrl: `${up.baseUrl}/v1` },
    ],
  });
  expect(found).toEqual({ ok: true, value: [{ id: 'listed' }] });
  expect(stranger.requests).toEqual([]);
});

test('finds local servers, tells them apart and reads their contexts', async () => {
  const context = { contextTokens: 8192, maxContextTokens: 40_960 };
  const kinds = ['vllm', 'llamacpp', 'lmstudio', 'ollama'] as const;
  const ups = await Promise.all(
    kinds.map((server) => endpoint({ server, model: `${server}-model`, ...context })),
  );
  const stranger = await endpoint({ server: 'plain' });
  const web = await endpoint({ server: 'web-page' });
  const gone = await startScriptedEndpoint();
  await gone.close();
  const found = await discoverLocal({
    clock: systemClock,
    signal: new AbortController().signal,
    ports: [...ups, stranger, web, gone].map(({ port }) => port),
  });
  expect(found).toEqual(
    (['ollama', 'lmstudio', 'llamacpp', 'vllm'] as const).map((kind) => ({
      preset: kind,
      name: { ollama: 'Ollama', lmstudio: 'LM Studio', llamacpp: 'llama.cpp', vllm: 'vLLM' }[kind],
      baseUrl: ups[kinds.indexOf(kind)]!.baseUrl,
      wire: 'anthropic-messages',
      models: [{ id: `${kind}-model`, contextTokens: 8192 }],
    })),
  );
});

test('a port that accepts and stays silent does not hold up the others', async () => {
  const silent = await answering(() => undefined);
  const up = await endpoint({ server: 'vllm' });
  const found = await discoverLocal({
    clock: systemClock,
    signal: new AbortController().signal,
    ports: [Number(new URL(silent).port), up.port],
  });
  expect(found.map(({ preset }) => preset)).toEqual(['vllm']);
});
