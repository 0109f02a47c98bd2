import { describe, expect, test } from 'vitest';
import { anthropicAnswer, errorAnswer, openaiAnswer } from '../../e2e/upstream/dialects.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';
import type { TokenFactor } from '../tokens/calibration.ts';
import { countBody } from '../tokens/count-body.ts';
import type { GatewayLimits } from './limits.ts';
import { ask, configurationFor, messagesBody, TOKEN, type RawAnswer, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const own = { 'x-switchyard-token': TOKEN };
const login = { authorization: 'Bearer sk-ant-oat01-subscription-login' };

const { upstream } = useUpstreams({ upstream: anthropicAnswer([{ type: 'text', text: 'one' }]) });
const under = useGateway();

function withProvider(wire: WireFormat, then?: object): Configuration {
  return configurationFor(
    upstream.url,
    [
      {
        id: 'one',
        name: 'One',
        wire,
        baseUrl: upstream.url,
        auth: 'none',
        models: [{ id: 'vendor/model:free', name: 'Free model' }, { id: 'plain' }],
        modelMapping: { 'model-of-*': 'mapped' },
      },
    ],
    then as never,
  );
}

function get(path: string): Promise<RawAnswer> {
  return ask(under.url + path, { method: 'GET', headers: own });
}

function post(
  path: string,
  body: string,
  headers: Record<string, string> = own,
): Promise<RawAnswer> {
  return ask(under.url + path, { headers, body });
}

function json(answer: RawAnswer): unknown {
  return JSON.parse(answer.body.toString());
}

describe('models', () => {
  test('are listed under names that Claude Code shows, one by one too', async () => {
    await under.start(withProvider('anthropic-messages'));
    expect(json(await get('/v1/models?limit=1000'))).toMatchObject({
      data: [
        { type: 'model', id: 'claude-one-vendor-model-free', display_name: 'Free model (One)' },
        { type: 'model', id: 'claude-one-plain', display_name: 'plain (One)' },
      ],
      has_more: false,
      first_id: 'claude-one-vendor-model-free',
      last_id: 'claude-one-plain',
    });
    for (const id of ['claude-one-plain', 'one,plain', 'one%2Fplain']) {
      expect(json(await get(`/v1/models/${id}`))).toMatchObject({ id: 'claude-one-plain' });
    }
    const missing = await get('/v1/models/claude-nobody');
    expect(missing.status).toBe(404);
    expect(json(missing)).toMatchObject({ type: 'error', error: { type: 'not_found_error' } });
  });

  test.each([
    ['claude-one-vendor-model-free', 'vendor/model:free'],
    ['one,plain', 'plain'],
    ['one/vendor/model:free', 'vendor/model:free'],
  ])('%s asked for by name goes to its provider as %s', async (asked, sent) => {
    await under.start(withProvider('anthropic-messages', { native: true }));
    const answer = await post('/v1/messages', messagesBody({ model: asked }));
    expect(answer.headers['x-switchyard-provider']).toBe('one');
    expect(JSON.parse(upstream.requests.at(-1)!.body.toString())).toMatchObject({ model: sent });
  });

  test('a tag names the target and does not reach the model', async () => {
    await under.start(withProvider('anthropic-messages', { native: true }));
    const content = '<CCR-SUBAGENT-MODEL>one,plain</CCR-SUBAGENT-MODEL>do it';
    await post('/v1/messages', messagesBody({ messages: [{ role: 'user', content }] }));
    expect(JSON.parse(upstream.requests.at(-1)!.body.toString())).toMatchObject({
      model: 'plain',
      messages: [{ content: 'do it' }],
    });
  });

  test('a provider’s mapping names the model that is sent', async () => {
    await under.start(withProvider('anthropic-messages'));
    const answer = await post('/v1/messages', messagesBody());
    expect(answer.headers['x-switchyard-model']).toBe('mapped');
  });
});

describe('count_tokens', () => {
  test('is the upstream’s own where it has one', async () => {
    upstream.play((response) => response.end('{"input_tokens":4711}'));
    await under.start(withProvider('anthropic-messages'));
    const answer = await post('/v1/messages/count_tokens?beta=true', messagesBody());
    expect(json(answer)).toEqual({ input_tokens: 4711 });
    expect(answer.headers['x-switchyard-estimated']).toBeUndefined();
    expect(upstream.requests.at(-1)!.url).toBe('/v1/messages/count_tokens?beta=true');
  });

  test('is estimated and marked where it has none, and the 404 is remembered', async () => {
    upstream.play(errorAnswer(404, 'not_found_error', 'no such path'));
    await under.start(withProvider('anthropic-messages'));
    const before = upstream.requests.length;
    for (let round = 0; round < 3; round += 1) {
      const answer = await post(
        '/v1/messages/count_tokens',
        messagesBody({ messages: [{ role: 'user', content: 'word '.repeat(1000) }] }),
      );
      expect(answer.status).toBe(200);
      expect(answer.headers['x-switchyard-estimated']).toBe('true');
      const { input_tokens: tokens } = json(answer) as { input_tokens: number };
      expect(tokens).toBeGreaterThan(700);
      expect(tokens).toBeLessThan(2000);
    }
    expect(upstream.requests).toHaveLength(before + 1);
  });

  test('is estimated for other dialects without asking', async () => {
    await under.start(withProvider('openai-chat'));
    const before = upstream.requests.length;
    const answer = await post('/v1/messages/count_tokens', messagesBody());
    expect(answer.headers['x-switchyard-estimated']).toBe('true');
    expect(upstream.requests).toHaveLength(before);
    expect(under.watched.ends).toMatchObject([{ state: 'complete', usage: null }]);
  });
});

describe('the count of a server that speaks both dialects', () => {
  async function chatWith(preset: string, limits: Partial<GatewayLimits> = {}): Promise<void> {
    await under.start(withProvider('openai-chat'), { limits });
    under.configure((current) => ({
      ...current,
      providers: current.providers.map((one) => ({
        ...one,
        preset,
        auth: 'none' as const,
        baseUrl: `${upstream.url}/v1`,
      })),
    }));
  }

  test.each(['llamacpp', 'vllm'])('%s is asked, though it is chatted with', async (preset) => {
    upstream.play((response) => response.end('{"input_tokens":815}'));
    await chatWith(preset);
    const answer = await post('/v1/messages/count_tokens', messagesBody());
    expect(json(answer)).toEqual({ input_tokens: 815 });
    expect(answer.headers['x-switchyard-estimated']).toBeUndefined();
    const { url, body } = upstream.requests.at(-1)!;
    expect(url).toBe('/v1/messages/count_tokens');
    expect(JSON.parse(body.toString())).toMatchObject({ model: 'mapped' });
  });

  test.each([
    ['has none', errorAnswer(404, 'not_found_error', 'no such path')],
    ['does not answer in time', () => undefined],
  ])('is estimated where it %s, and not asked again at once', async (_, script) => {
    upstream.play(script);
    await chatWith('llamacpp', { countTokensMs: 50 });
    const before = upstream.requests.length;
    for (let round = 0; round < 2; round += 1) {
      const answer = await post('/v1/messages/count_tokens', messagesBody());
      expect(answer.headers['x-switchyard-estimated']).toBe('true');
    }
    expect(upstream.requests).toHaveLength(before + 1);
  });

  test('nobody is asked who is known to have none', async () => {
    await chatWith('ollama');
    under.configure((current) => ({
      ...current,
      providers: current.providers.map((one) => ({
        ...one,
        wire: 'anthropic-messages' as const,
      })),
    }));
    const before = upstream.requests.length;
    const answer = await post('/v1/messages/count_tokens', messagesBody());
    expect(answer.headers['x-switchyard-estimated']).toBe('true');
    expect(upstream.requests).toHaveLength(before);
  });
});

describe('what finished exchanges teach', () => {
  const content = 'The handler answers with an error since the guard returns early. '.repeat(60);
  const asked = messagesBody({ messages: [{ role: 'user', content }] });
  const counted = async (): Promise<number> => {
    const answer = await post('/v1/messages/count_tokens', asked);
    expect(answer.headers['x-switchyard-estimated']).toBe('true');
    return (json(answer) as { input_tokens: number }).input_tokens;
  };

  test('a count and the estimate for rules come to what the model really made of the prompt', async () => {
    const kept: TokenFactor[][] = [];
    await under.start(
      withProvider('openai-chat'),
      {},
      {
        promptCounter: {
          count: (body) => Promise.resolve(countBody(body)),
          close: () => Promise.resolve(),
        },
        tokenFactors: { load: () => [], save: (factors) => kept.push([...factors]) },
      },
    );
    const before = await counted();
    const real = Math.round(before * 1.6);
    const usage = { prompt_tokens: real, completion_tokens: 1 };
    upstream.play((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const message = { role: 'assistant', content: 'ok' };
      response.end(
        JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }], usage }),
      );
    });
    expect((await post('/v1/messages', asked)).status).toBe(200);
    const after = await counted();
    expect(Math.abs(after - real) / real).toBeLessThan(0.1);
    const estimates = under.watched.routed.map(({ facts }) => facts.inputTokens);
    expect(Math.abs((estimates.at(-1) ?? 0) - real) / real).toBeLessThan(0.02);
    expect(kept.at(-1)?.map(({ key }) => key)).toEqual(['one/mapped', 'claude-sonnet-4-6']);
  });

  test('a failed answer and one without usage teach nothing', async () => {
    const kept: unknown[] = [];
    await under.start(
      withProvider('anthropic-messages'),
      {},
      { tokenFactors: { load: () => [], save: (factors) => kept.push(factors) } },
    );
    upstream.play(errorAnswer(400, 'invalid_request_error', 'no'));
    await post('/v1/messages', asked);
    upstream.play((response) => response.end('{"type":"message","content":[]}'));
    await post('/v1/messages', asked);
    expect(kept).toEqual([]);
  });
});

describe('other paths and refusals', () => {
  test('what we do not know goes native where routing allows native', async () => {
    upstream.play((response) => response.end('native says'));
    await under.start(withProvider('anthropic-messages'));
    const answer = await ask(`${under.url}/api/oauth/usage?x=1`, {
      method: 'GET',
      headers: { ...own, ...login },
    });
    expect(answer.body.toString()).toBe('native says');
    expect(upstream.requests.at(-1)!).toMatchObject({ method: 'GET', url: '/api/oauth/usage?x=1' });
    expect(under.watched.calls).toEqual([
      'start',
      'attempt',
      'responseStart',
      'attemptEnd',
      'end complete',
    ]);
  });

  test.each(['/v1/responses', '/v1/chat/completions'])('%s is not served yet', async (path) => {
    await under.start(withProvider('anthropic-messages'));
    const answer = await post(path, '{}');
    expect(answer.status).toBe(501);
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(json(answer)).toMatchObject({ error: { type: 'not_supported' } });
  });

  test('a rule that refuses says so', async () => {
    await under.start(withProvider('openai-chat', { refuse: 'Not on this project' }));
    const answer = await post('/v1/messages', messagesBody());
    expect(answer.status).toBe(403);
    expect(answer.body.toString()).toContain('Not on this project');
    expect(under.watched.calls).toEqual(['start', 'routed', 'end refused']);
  });

  test('what is no Messages request is a 400 while routing is on', async () => {
    await under.start(withProvider('openai-chat'));
    for (const body of ['', '[]', '{"model":1}', '{"model":"x"}', 'no']) {
      const answer = await post('/v1/messages', body);
      expect(answer.status).toBe(400);
      expect(json(answer)).toMatchObject({ error: { type: 'invalid_request_error' } });
    }
    expect((await get('/v1/messages')).status).toBe(405);
  });

  test('a provider at our own address is not called, or we would call ourselves', async () => {
    await under.start(withProvider('anthropic-messages'));
    const { url } = under;
    under.configure((current) => ({
      ...current,
      providers: current.providers.map((provider) => ({ ...provider, baseUrl: url })),
    }));
    const answer = await post('/v1/messages', messagesBody());
    expect(answer.status).toBe(502);
    expect(under.watched.ends).toHaveLength(1);
  });

  test('the client’s login goes to no other origin, even where a provider wants it', async () => {
    await under.start(withProvider('anthropic-messages'));
    under.configure((current) => ({
      ...current,
      native: { baseUrl: NOBODY },
      providers: current.providers.map((provider) => ({ ...provider, auth: 'native' as const })),
    }));
    const before = upstream.requests.length;
    const answer = await post('/v1/messages', messagesBody(), { ...own, ...login });
    expect(answer.status).toBe(401);
    expect(upstream.requests).toHaveLength(before);
    under.configure((current) => ({ ...current, native: { baseUrl: upstream.url } }));
    await post('/v1/messages', messagesBody(), { ...own, ...login });
    expect(upstream.requests.at(-1)!.headers.authorization).toBe(login.authorization);
  });
});

describe('the lock "local only"', () => {
  async function startLocked(baseUrl: string): Promise<void> {
    await under.start(withProvider('openai-chat'));
    under.configure((current) => ({
      ...current,
      providers: current.providers.map((provider) => ({ ...provider, baseUrl })),
      profiles: current.profiles.map((profile) => ({ ...profile, lock: 'local-only' as const })),
    }));
  }

  test.each(['http://192.0.2.1:1', 'http://[2001:db8::1]:1'])('blocks %s', async (baseUrl) => {
    await startLocked(baseUrl);
    const answer = await post('/v1/messages', messagesBody());
    expect(answer.status).toBe(403);
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(under.watched.ends).toMatchObject([{ error: { code: 'blocked-by-lock' } }]);
  });

  test('lets names of this machine through, and nothing native', async () => {
    await startLocked(upstream.url.replace('127.0.0.1', 'localhost'));
    upstream.play(openaiAnswer([{ type: 'text', text: 'local' }]));
    expect((await post('/v1/messages', messagesBody())).status).toBe(200);
    expect((await post('/api/event_logging', '{}', { ...own, ...login })).status).toBe(404);
    under.configure((current) => ({
      ...current,
      profiles: current.profiles.map((profile) => ({ ...profile, rules: [] })),
    }));
    const before = upstream.requests.length;
    const answer = await post('/v1/messages', messagesBody(), { ...own, ...login });
    expect(answer.status).toBe(403);
    expect(under.watched.ends.at(-1)).toMatchObject({
      state: 'refused',
      error: { code: 'blocked-by-lock' },
    });
    expect(upstream.requests).toHaveLength(before);
  });
});
