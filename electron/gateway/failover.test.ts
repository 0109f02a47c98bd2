import { describe, expect, test } from 'vitest';
import {
  anthropicAnswer,
  anthropicFrames,
  errorAnswer,
  openaiAnswer,
  openaiFrames,
} from '../../e2e/upstream/dialects.ts';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Provider, WireFormat } from '../../shared/domain/provider.ts';
import { configurationFor, NOBODY, SECRETS } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const good = anthropicAnswer([{ type: 'text', text: 'two' }]);

const { one, two } = useUpstreams({ one: good, two: good });
const under = useGateway();

function provider(id: 'one' | 'two', wire: WireFormat, extra: Partial<Provider> = {}): Provider {
  const keys = [{ id: 'main', keychain: true }];
  const baseUrl = id === 'one' ? one.url : two.url;
  return { id, name: id.toUpperCase(), wire, baseUrl, auth: 'bearer', keys, ...extra };
}

function chain(
  wire: WireFormat = 'anthropic-messages',
  extra: Partial<Provider> = {},
): Configuration {
  return configurationFor(NOBODY, [
    provider('one', wire, extra),
    provider('two', 'anthropic-messages'),
  ]);
}

function stream(frames: readonly string[], then: 'end' | 'reset' | 'hang' = 'end'): Script {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frames.join(''), () => {
      if (then === 'end') response.end();
      else if (then === 'reset') response.destroy();
    });
    if (frames.length === 0) response.flushHeaders();
  };
}

const textFrames = anthropicFrames([{ type: 'text', text: 'some words' }]);
const errorEvent =
  'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n';
const silent: Script = () => undefined;

describe('the next target answers when the first fails before its content', () => {
  test.each<[string, Script, WireFormat, string]>([
    [
      '429',
      errorAnswer(429, 'rate_limit_error', 'slow'),
      'anthropic-messages',
      'upstream-rate-limited',
    ],
    ['500', errorAnswer(500, 'api_error', 'broken'), 'anthropic-messages', 'upstream-failed'],
    [
      '529',
      errorAnswer(529, 'overloaded_error', 'busy'),
      'anthropic-messages',
      'upstream-overloaded',
    ],
    [
      '401',
      errorAnswer(401, 'authentication_error', 'bad key'),
      'anthropic-messages',
      'key-rejected',
    ],
    [
      '404',
      errorAnswer(404, 'not_found_error', 'model: x'),
      'anthropic-messages',
      'model-not-found',
    ],
    ['a reset', (response) => response.destroy(), 'anthropic-messages', 'upstream-failed'],
    ['silence', silent, 'anthropic-messages', 'upstream-timeout'],
    ['silence after the headers', stream([], 'hang'), 'anthropic-messages', 'upstream-timeout'],
    ['an error event first', stream([errorEvent]), 'anthropic-messages', 'upstream-overloaded'],
    [
      'an error event after message_start',
      stream([textFrames[0]!, errorEvent]),
      'anthropic-messages',
      'upstream-overloaded',
    ],
    [
      'an end after message_start',
      stream(textFrames.slice(0, 2)),
      'anthropic-messages',
      'truncated',
    ],
    [
      'a reset after message_start',
      stream(textFrames.slice(0, 2), 'reset'),
      'anthropic-messages',
      'truncated',
    ],
    ['an empty stream', stream([]), 'anthropic-messages', 'truncated'],
    [
      'a web page',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>');
      },
      'anthropic-messages',
      'upstream-garbled',
    ],
    [
      '429 (openai)',
      errorAnswer(429, 'rate_limit', 'slow'),
      'openai-chat',
      'upstream-rate-limited',
    ],
    ['an empty stream (openai)', stream([]), 'openai-chat', 'truncated'],
    [
      'a reset before content (openai)',
      stream(openaiFrames([]).slice(0, 1), 'reset'),
      'openai-chat',
      'truncated',
    ],
  ])('%s', async (_, script, wire, code) => {
    one.play(script);
    await under.start(chain(wire, { timeouts: { firstByteMs: 80, idleMs: 80 } }));
    const answer = await under.send();
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toBe(
      anthropicFrames([{ type: 'text', text: 'two' }], 'model-of-two').join(''),
    );
    expect(answer.headers).toMatchObject({
      'x-switchyard-provider': 'two',
      'x-switchyard-model': 'model-of-two',
      'x-switchyard-attempts': '2',
    });
    const watched = under.watched;
    expect(watched.attempts.map(({ provider: id, attempt }) => [id, attempt])).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
    expect(watched.attemptEnds.map(({ error }) => error?.code ?? null)).toEqual([code, null]);
    expect(watched.ends.map(({ state }) => state)).toEqual(['complete']);
  });
});

describe('no second target is asked', () => {
  test.each<[string, Script, number, string, string]>([
    [
      'a bad request',
      errorAnswer(400, 'invalid_request_error', 'tools.0: bad'),
      400,
      'invalid_request_error',
      'tools.0: bad',
    ],
    [
      'a prompt that is too long',
      errorAnswer(
        400,
        'invalid_request_error',
        'prompt is too long: 300000 tokens > 200000 maximum',
      ),
      400,
      'invalid_request_error',
      'prompt is too long: 300000 tokens > 200000 maximum',
    ],
  ])('after %s', async (_, script, status, type, words) => {
    one.play(script);
    await under.start(chain());
    const before = two.requests.length;
    const answer = await under.send();
    expect(answer.status).toBe(status);
    const body = JSON.parse(answer.body.toString()) as {
      error: { type: string; message: string };
      request_id: string;
    };
    expect(body.error.type).toBe(type);
    expect(body.error.message).toContain(words);
    expect(body.request_id).toBe(answer.headers['x-switchyard-exchange']);
    expect(answer.headers['x-should-retry']).toBeUndefined();
    expect(two.requests).toHaveLength(before);
  });

  test.each<[string, Script, WireFormat]>([
    ['a reset', stream(textFrames.slice(0, 4), 'reset'), 'anthropic-messages'],
    ['an early end', stream(textFrames.slice(0, 4)), 'anthropic-messages'],
    [
      'an early end inside a frame',
      stream([textFrames.slice(0, 4).join('') + textFrames[4]!.slice(0, 30)]),
      'anthropic-messages',
    ],
    ['silence', stream(textFrames.slice(0, 4), 'hang'), 'anthropic-messages'],
    [
      'a reset (openai)',
      stream(openaiFrames([{ type: 'text', text: 'some words' }]).slice(0, 2), 'reset'),
      'openai-chat',
    ],
    [
      'an early end (openai)',
      stream(openaiFrames([{ type: 'text', text: 'some words' }]).slice(0, 2)),
      'openai-chat',
    ],
  ])('after content: %s gives an error event and no end_turn', async (_, script, wire) => {
    one.play(script);
    await under.start(chain(wire, { timeouts: { idleMs: 80 } }));
    const before = two.requests.length;
    const answer = await under.send();
    const text = answer.body.toString();
    expect(answer.status).toBe(200);
    expect(text).toContain('content_block_delta');
    expect(text).not.toContain('message_stop');
    expect(text).not.toContain('end_turn');
    const last = text.trimEnd().split('\n\n').at(-1)!;
    expect(last.startsWith('event: error\ndata: {"type":"error"')).toBe(true);
    for (const frame of text.trimEnd().split('\n\n')) {
      expect(() => JSON.parse(frame.slice(frame.indexOf('data: ') + 6)) as unknown).not.toThrow();
    }
    expect(two.requests).toHaveLength(before);
    expect(under.watched.ends.map(({ state }) => state)).toEqual(['cut']);
  });
});

describe('when every target fails', () => {
  test('the last error is answered, retryable with its delay', async () => {
    one.play(errorAnswer(500, 'api_error', 'broken'));
    two.play(
      errorAnswer(429, 'rate_limit_error', 'slow down', {
        'retry-after': '9',
        'request-id': 'req_2',
      }),
    );
    await under.start(chain());
    const answer = await under.send();
    expect(answer.status).toBe(429);
    expect(answer.headers).toMatchObject({ 'retry-after': '9', 'request-id': 'req_2' });
    expect(answer.headers['x-should-retry']).toBeUndefined();
    expect(answer.body.toString()).toContain('TWO');
    expect(under.watched.ends.map(({ state, status }) => [state, status])).toEqual([
      ['failed', 429],
    ]);
  });

  test('a chain that is exhausted is not worth a retry, unless somebody says when', async () => {
    one.play(errorAnswer(429, 'rate_limit_error', 'slow down', { 'retry-after': '9' }));
    two.play(errorAnswer(500, 'api_error', 'broken'));
    await under.start(chain());
    const answer = await under.send();
    expect(answer.status).toBe(502);
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(answer.body.toString()).toContain('TWO: broken');
  });

  test('one target alone is the client’s to ask again', async () => {
    one.play(errorAnswer(500, 'api_error', 'broken'));
    await under.start(configurationFor(NOBODY, [provider('one', 'openai-chat')]));
    const answer = await under.send();
    expect(answer.status).toBe(502);
    expect(answer.headers['x-should-retry']).toBeUndefined();
  });

  test('a refused key is said once, without the key, and not worth a retry', async () => {
    one.play(errorAnswer(401, 'authentication_error', `invalid key ${SECRETS['one/main']!}`));
    await under.start(configurationFor(NOBODY, [provider('one', 'openai-chat')]));
    const answer = await under.send();
    expect(answer.status).toBe(401);
    expect(answer.headers['x-should-retry']).toBe('false');
    expect(answer.body.toString()).toContain('invalid key [redacted]');
    expect(JSON.stringify(under.watched.ends)).not.toContain(SECRETS['one/main']!);
  });
});

test('a refused key makes way for the next key of the same provider, by priority', async () => {
  one.play((response, request, index) => {
    const isSpare = request.headers.authorization === `Bearer ${SECRETS['one/spare']!}`;
    const script = isSpare
      ? anthropicAnswer([{ type: 'text', text: 'spare' }])
      : errorAnswer(403, 'permission_error', 'revoked');
    return script(response, request, index);
  });
  const keys = [
    { id: 'spare', keychain: true, priority: 2 },
    { id: 'missing', keychain: true, priority: 0 },
    { id: 'main', keychain: true, priority: 1 },
  ];
  await under.start(configurationFor(NOBODY, [provider('one', 'anthropic-messages', { keys })]));
  const answer = await under.send();
  expect(answer.status).toBe(200);
  expect(under.watched.attempts.map(({ keyId }) => keyId)).toEqual(['missing', 'main', 'spare']);
  expect(under.watched.attemptEnds.map(({ error }) => error?.code ?? null)).toEqual([
    'key-missing',
    'key-forbidden',
    null,
  ]);
});

test('an opening is held back for a while only: then it is shown and stays', async () => {
  let go: (() => void) | undefined;
  one.play((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(textFrames[0]!);
    go = () => response.end(errorEvent);
  });
  await under.start(chain(), { limits: { holdBackMs: 30 } });
  const before = two.requests.length;
  const asked = under.send();
  await one.arrived(one.requests.length + 1);
  const started = Date.now();
  while (!under.watched.calls.includes('responseStart')) {
    if (Date.now() - started > 5000) throw new Error('the opening was never shown');
    await new Promise((resolve) => setImmediate(resolve));
  }
  go?.();
  const answer = await asked;
  expect(answer.body.toString()).toBe(textFrames[0]! + errorEvent);
  expect(two.requests).toHaveLength(before);
});

test('whole answers fail over too', async () => {
  one.play((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}');
  });
  await under.start(chain());
  const answer = await under.send({ stream: false });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body.toString())).toMatchObject({ content: [{ text: 'two' }] });
});

describe('an upstream that answers in the other way than asked', () => {
  const blocks = [
    { type: 'thinking', thinking: 'hm', signature: '' },
    { type: 'text', text: 'other' },
    { type: 'tool_use', id: 'call_1', name: 'Read', input: { file_path: '/x' } },
  ] as const;

  test('JSON to a stream request becomes a stream', async () => {
    one.play((response, request, index) => {
      const asked = JSON.parse(request.body.toString()) as object;
      const plain = { ...request, body: Buffer.from(JSON.stringify({ ...asked, stream: false })) };
      return openaiAnswer(blocks)(response, plain, index);
    });
    await under.start(chain('openai-chat'));
    const answer = await under.send();
    expect(answer.headers['content-type']).toContain('text/event-stream');
    expect(answer.body.toString()).toContain('event: message_stop');
    expect(answer.body.toString()).toContain('"input_json_delta"');
  });

  test('a stream to a plain request becomes JSON', async () => {
    one.play(stream(openaiFrames(blocks)));
    await under.start(chain('openai-chat'));
    const answer = await under.send({ stream: false });
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      type: 'message',
      stop_reason: 'tool_use',
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'other' },
        { type: 'tool_use', name: 'Read', input: { file_path: '/x' } },
      ],
      usage: { input_tokens: 25, cache_read_input_tokens: 100, output_tokens: 12 },
    });
  });
});
