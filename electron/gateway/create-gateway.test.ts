import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames, errorAnswer } from '../../e2e/upstream/dialects.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { ask, configurationFor, messagesBody, SECRETS, TOKEN } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const own = { 'x-switchyard-token': TOKEN };
const login = { authorization: 'Bearer sk-ant-oat01-subscription-login' };

const { native, one } = useUpstreams({
  native: anthropicAnswer([{ type: 'text', text: 'native' }]),
  one: anthropicAnswer([{ type: 'text', text: 'one' }]),
});
const under = useGateway();

async function startNative(): Promise<void> {
  await under.start(configurationFor(native.url, [], { native: true }));
}

async function startWithOne(): Promise<void> {
  await under.start(
    configurationFor(native.url, [
      {
        id: 'one',
        name: 'One',
        wire: 'anthropic-messages',
        baseUrl: one.url,
        auth: 'bearer',
        keys: [{ id: 'main', keychain: true }],
      },
    ]),
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('who may call', () => {
  test.each([
    ['no token', {}, 401, 'authentication_error'],
    ['a wrong token', { 'x-switchyard-token': 'wrong' }, 401, 'authentication_error'],
    ['a wrong bearer', { authorization: 'Bearer wrong' }, 401, 'authentication_error'],
    ['a foreign host', { ...own, host: 'evil.example' }, 403, 'permission_error'],
    ['our name with another port', { ...own, host: 'localhost:1' }, 403, 'permission_error'],
    ['a foreign origin', { ...own, origin: 'https://evil.example' }, 403, 'permission_error'],
    ['a null origin', { ...own, origin: 'null' }, 403, 'permission_error'],
  ])('%s is refused and nothing reaches an upstream', async (_, headers, status, type) => {
    await startNative();
    const before = native.requests.length;
    const answer = await ask(`${under.url}/v1/messages`, {
      headers: { ...login, ...headers },
      body: messagesBody(),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(JSON.parse(answer.body.toString())).toMatchObject({ type: 'error', error: { type } });
    expect(native.requests).toHaveLength(before);
    expect(under.watched.calls).toEqual([]);
  });

  test.each([
    ['x-switchyard-token', own, ''],
    ['a bearer', { authorization: `Bearer ${TOKEN}` }, ''],
    ['x-api-key', { 'x-api-key': TOKEN }, ''],
    ['a path segment', {}, `/t/${TOKEN}`],
    ['a listed origin', { ...own, origin: 'http://listed.example' }, ''],
  ])('%s lets in', async (_, headers, prefix) => {
    await startWithOne();
    const answer = await ask(`${under.url}${prefix}/v1/messages`, {
      headers: headers,
      body: messagesBody(),
    });
    expect(answer.status).toBe(200);
    const seen = one.requests.at(-1)!;
    expect(seen.url).toBe('/v1/messages');
    expect(seen.headers.authorization).toBe(`Bearer ${SECRETS['one/main']!}`);
    expect(JSON.stringify(seen.headers)).not.toContain(TOKEN);
  });

  test.each([
    ['HEAD', '/'],
    ['GET', '/'],
    ['HEAD', '/api/hello'],
    ['GET', '/healthz'],
  ])('%s %s needs no token and reveals name and version only', async (method, path) => {
    await startNative();
    const answer = await ask(under.url + path, { method });
    expect(answer.status).toBe(200);
    const said = method === 'HEAD' ? '' : '{"name":"switchyard","version":"0.0.0-test"}';
    expect(answer.body.toString()).toBe(said);
  });

  test('headers beyond the limit and bodies beyond theirs are refused', async () => {
    await under.start(configurationFor(native.url, [], { native: true }), {
      limits: { bodyBytes: 1024 },
    });
    const before = native.requests.length;
    const large = await under.send({ filler: 'x'.repeat(2000) }, login);
    expect(large.status).toBe(413);
    const many = await ask(`${under.url}/v1/messages`, {
      headers: { ...own, 'x-filler': 'x'.repeat(70_000) },
    });
    expect(many.status).toBe(431);
    expect(native.requests).toHaveLength(before);
  });
});

describe('native pass-through', () => {
  const oddBody = Buffer.from(
    `  {"model" :\t"claude-sonnet-4-6" ,"stream":true,"messages":[{"role":"user","content":"안녕 \\u00e9 مرحبا 🙂"}],\r\n "max_tokens":5e1,"unknown":{"a":1.0}} \n`,
  );

  test('passes request bytes, query, betas and the subscription login; our secret stays here', async () => {
    await startNative();
    const answer = await ask(`${under.url}/v1/messages?beta=true`, {
      headers: { ...own, ...login, 'anthropic-beta': 'oauth-2025-04-20,x', 'x-odd': 'kept' },
      body: oddBody,
    });
    expect(answer.status).toBe(200);
    const seen = native.requests.at(-1)!;
    expect(sha256(seen.body)).toBe(sha256(oddBody));
    expect(seen.url).toBe('/v1/messages?beta=true');
    expect(seen.headers).toMatchObject({
      authorization: login.authorization,
      'anthropic-beta': 'oauth-2025-04-20,x',
      'x-odd': 'kept',
      host: new URL(native.url).host,
    });
    expect(JSON.stringify(seen.headers)).not.toContain(TOKEN);
    expect(answer.headers).toMatchObject({
      'request-id': 'req_scripted',
      'x-switchyard-provider': 'native',
      'x-switchyard-rule': 'all',
      'x-switchyard-attempts': '1',
    });
  });

  test('passes compressed bytes as they are and still reads the usage', async () => {
    await startNative();
    const bytes = gzipSync(anthropicFrames([{ type: 'text', text: 'hello' }]).join(''));
    native.play((response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'content-encoding': 'gzip',
        'anthropic-ratelimit-requests-remaining': '7',
      });
      response.end(bytes);
    });
    const answer = await ask(`${under.url}/v1/messages`, {
      headers: { ...own, ...login, 'accept-encoding': 'gzip, zstd' },
      body: messagesBody(),
    });
    expect(sha256(answer.body)).toBe(sha256(bytes));
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'anthropic-ratelimit-requests-remaining': '7',
    });
    expect(native.requests.at(-1)!.headers['accept-encoding']).toBe('gzip');
    expect(await under.watched.nextEnd()).toMatchObject({
      state: 'complete',
      usage: { input_tokens: 25, cache_read_input_tokens: 100, output_tokens: 12 },
    });
  });

  test('passes the vendor’s errors untouched', async () => {
    await startNative();
    native.play(errorAnswer(429, 'rate_limit_error', 'slow down', { 'retry-after': '7' }));
    const answer = await under.send({}, login);
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('7');
    expect(answer.body.toString()).toBe(
      '{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}',
    );
    expect(await under.watched.nextEnd()).toMatchObject({
      state: 'failed',
      error: { code: 'upstream-rate-limited' },
    });
  });

  test('takes out thinking of another upstream, whose signature Anthropic would refuse', async () => {
    await startNative();
    const foreign = { type: 'thinking', thinking: 'hm', signature: 'switchyard.v1.abc' };
    const own_ = { type: 'thinking', thinking: 'ours', signature: 'EqQB'.repeat(40) };
    const text = { type: 'text', text: 'so' };
    await under.send({ messages: [{ role: 'assistant', content: [foreign, own_, text] }] }, login);
    expect(JSON.parse(native.requests.at(-1)!.body.toString())).toMatchObject({
      messages: [{ content: [own_, text] }],
    });
  });

  test('without a login of the client nothing is sent', async () => {
    await startNative();
    const before = native.requests.length;
    const answer = await under.send();
    expect(answer.status).toBe(401);
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(native.requests).toHaveLength(before);
  });

  test('with routing off everything goes native, other paths and unreadable bodies too', async () => {
    await startWithOne();
    under.configure((current) => ({ ...current, routing: false }));
    const before = one.requests.length;
    await under.send({}, login);
    native.play((response) => {
      response.end('ok');
    });
    const other = await ask(`${under.url}/v1/models?limit=1000`, {
      method: 'GET',
      headers: { ...own, ...login },
    });
    const odd = await ask(`${under.url}/v1/messages`, {
      headers: { ...own, ...login },
      body: 'not json',
    });
    expect(other.body.toString()).toBe('ok');
    expect(odd.body.toString()).toBe('ok');
    expect(native.requests.slice(-3).map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v1/messages',
      'GET /v1/models?limit=1000',
      'POST /v1/messages',
    ]);
    expect(one.requests).toHaveLength(before);
  });
});

describe('with routing off the observer is told later, and all the same', () => {
  const off = (current: Configuration): Configuration => ({ ...current, routing: false });

  test('in order, with what the request is', async () => {
    await startWithOne();
    under.configure(off);
    native.play(anthropicAnswer([{ type: 'text', text: 'some words' }]));
    await under.send({}, login);
    const { watched } = under;
    await watched.nextEnd();
    const opening = ['start', 'routed', 'attempt', 'responseStart', 'message_start'];
    expect(watched.calls.slice(0, 5)).toEqual(opening);
    expect(watched.calls.slice(-2)).toEqual(['attemptEnd', 'end complete']);
    expect(watched.routed[0]?.facts.model).toBe('claude-sonnet-4-6');
    expect(watched.attempts[0]?.model).toBe('claude-sonnet-4-6');
  });

  test('while the answer is still to come', async () => {
    await startWithOne();
    under.configure(off);
    const cancel = new AbortController();
    native.play(() => undefined);
    const asked = fetch(`${under.url}/v1/messages`, {
      method: 'POST',
      headers: { ...own, ...login },
      body: messagesBody(),
      signal: cancel.signal,
    }).catch(() => null);
    await expect.poll(() => under.watched.calls).toEqual(['start', 'routed', 'attempt']);
    cancel.abort();
    await asked;
    expect((await under.watched.nextEnd()).state).toBe('cancelled');
  });

  test('a request that makes no sense to us passes', async () => {
    await startWithOne();
    under.configure(off);
    native.play(anthropicAnswer([{ type: 'text', text: 'some words' }]));
    const answer = await under.send({ messages: [null], tools: [null] }, login);
    expect(answer.status).toBe(200);
    expect((await under.watched.nextEnd()).state).toBe('complete');
  });
});

describe('a provider of the same dialect', () => {
  test('cannot run the safety check that the client asks for, and says so by name', async () => {
    await startWithOne();
    const before = one.requests.length;
    const answer = await under.send({ safeguards: { a: 1 } });
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).toContain('safeguards');
    expect(answer.headers['x-should-retry']).toBeUndefined();
    expect(one.requests).toHaveLength(before);
  });

  test('gets the bytes with its model and key; the client’s login stays out', async () => {
    await startWithOne();
    const body = `{ "model":"claude-sonnet-4-6" , "stream":true,"system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=1;"},{"type":"text","text":"안녕"}], "messages":[{"role":"user","content":"hi"}],"max_tokens":64}`;
    const answer = await ask(`${under.url}/v1/messages?beta=true`, {
      headers: { ...own, ...login, 'user-agent': 'claude-cli/2.1.329', 'x-odd': 'dropped' },
      body,
    });
    const seen = one.requests.at(-1)!;
    expect(seen.body.toString()).toBe(
      `{ "model":"model-of-one" , "stream":true,"system":[{"type":"text","text":"안녕"}], "messages":[{"role":"user","content":"hi"}],"max_tokens":64}`,
    );
    expect(seen.headers.authorization).toBe(`Bearer ${SECRETS['one/main']!}`);
    expect(seen.headers['user-agent']).toBe('claude-cli/2.1.329');
    expect(seen.headers['x-odd']).toBeUndefined();
    expect(answer.body.toString()).toBe(
      anthropicFrames([{ type: 'text', text: 'one' }], 'model-of-one').join(''),
    );
    expect(under.watched.calls).toEqual([
      'start',
      'routed',
      'attempt',
      'responseStart',
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
      'attemptEnd',
      'end complete',
    ]);
  });
});
