import { describe, expect, test } from 'vitest';
import { send } from '../testing/chat-request.ts';
import { chatUrl, unsupportedField } from './request.ts';

test.each([
  ['https://a.test/v1', 'https://a.test/v1/chat/completions'],
  ['https://a.test/v1/', 'https://a.test/v1/chat/completions'],
  ['https://a.test/v1//', 'https://a.test/v1/chat/completions'],
  ['https://a.test/v1/chat/completions', 'https://a.test/v1/chat/completions'],
  ['https://a.test/x/chat/completions/', 'https://a.test/x/chat/completions'],
  ['https://a.test/d?api-version=1', 'https://a.test/d/chat/completions?api-version=1'],
])('chatUrl(%s)', (baseUrl, url) => {
  expect(chatUrl(baseUrl)).toBe(url);
});

test('a plain streaming request, whole', () => {
  const { body, dropped, url } = send({
    system: 'You',
    max_tokens: 100,
    stream: true,
    temperature: 0.5,
    top_p: 0.9,
    stop_sequences: ['END'],
  });
  expect(url).toBe('https://acme.test/v1/chat/completions');
  expect(body).toEqual({
    model: 'm-1',
    messages: [
      { role: 'system', content: 'You' },
      { role: 'user', content: 'hi' },
    ],
    max_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    stop: ['END'],
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(dropped).toEqual([]);
});

test.each([
  [true, 'text/event-stream'],
  [false, 'application/json'],
  [undefined, 'application/json'],
])('stream: %s accepts %s', (stream, accept) => {
  const { headers } = send(stream === undefined ? {} : { stream });
  expect(headers).toEqual({ 'content-type': 'application/json', accept });
});

describe('limits and sampling', () => {
  test.each<[string, number | undefined, object, object, object, string[]]>([
    ['as asked', 100, {}, {}, { max_tokens: 100 }, []],
    ['not asked', undefined, {}, {}, {}, []],
    ['the rule is lower', 100, {}, { maxOutputTokens: 50 }, { max_tokens: 50 }, ['max_tokens']],
    ['the rule is higher', 100, {}, { maxOutputTokens: 500 }, { max_tokens: 100 }, []],
    ['the model is lower', 100, { maxOutputTokens: 40 }, {}, { max_tokens: 40 }, ['max_tokens']],
    [
      'the context is small',
      32_000,
      { contextTokens: 8_000 },
      {},
      { max_tokens: 7_985 },
      ['max_tokens'],
    ],
    ['the context is full', 32_000, { contextTokens: 100 }, {}, { max_tokens: 32_000 }, []],
  ])('%s', (_name, max_tokens, model, options, expected, dropped) => {
    const sent = send(max_tokens === undefined ? {} : { max_tokens }, {
      provider: { models: [{ id: 'm-1', ...model }] },
      options,
    });
    const { messages: _messages, model: _model, ...rest } = sent.body;
    expect(rest).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });

  test.each(['openai', 'groq', 'cerebras'])('%s wants max_completion_tokens', (preset) => {
    const { body } = send({ max_tokens: 9 }, { provider: { preset } });
    expect(body).toMatchObject({ max_completion_tokens: 9 });
    expect(body).not.toHaveProperty('max_tokens');
  });

  test('the host tells the vendor where no preset does', () => {
    const { body } = send(
      { max_tokens: 9 },
      { provider: { baseUrl: 'https://api.openai.com/v1' } },
    );
    expect(body).toHaveProperty('max_completion_tokens', 9);
  });

  test.each([
    ['https://api.z.ai/api/coding/paas/v4', { stop: ['a'] }],
    ['http://127.0.0.1:11434/v1', { stop: ['a', 'b', 'c', 'd', 'e'] }],
    [
      'https://us.openai.azure.com/openai',
      { stop: ['a', 'b', 'c', 'd'], max_completion_tokens: 9 },
    ],
    [
      'https://codestral.mistral.ai/v1',
      { stop: ['a', 'b', 'c', 'd'], max_tokens: 9, stream: true },
    ],
    ['not an address', { stop: ['a', 'b', 'c', 'd'] }],
  ])('%s is known by its address', (baseUrl, expected) => {
    const asked = { max_tokens: 9, stream: true, stop_sequences: ['a', 'b', 'c', 'd', 'e'] };
    const { body } = send(asked, { provider: { baseUrl } });
    expect(body).toMatchObject(expected);
    expect('stream_options' in body).toBe(!baseUrl.includes('mistral'));
  });

  test("a preset's habits go before the address's", () => {
    const provider = { preset: 'zai', baseUrl: 'https://api.openai.com/v1' };
    expect(send({ max_tokens: 9 }, { provider }).body).toHaveProperty('max_tokens', 9);
  });

  test('MiniMax gets no temperature of 0', () => {
    const { body, dropped } = send({ temperature: 0 }, { provider: { preset: 'minimax' } });
    expect(body).toHaveProperty('temperature', 0.01);
    expect(dropped).toEqual(['temperature']);
  });

  test('reasoning models of OpenAI take no sampling', () => {
    const { body, dropped } = send(
      { temperature: 1, top_p: 1, stop_sequences: ['x'] },
      { provider: { preset: 'openai' }, model: 'gpt-5.2' },
    );
    expect(Object.keys(body)).toEqual(['model', 'messages']);
    expect(dropped).toEqual(['temperature', 'top_p', 'stop_sequences']);
  });

  test('more stops than the vendor takes are left out and reported', () => {
    const { body, dropped } = send({ stop_sequences: ['a', 'b', 'c', 'd', 'e'] });
    expect(body['stop']).toEqual(['a', 'b', 'c', 'd']);
    expect(dropped).toEqual(['stop_sequences']);
  });
});

describe('what has no counterpart', () => {
  test('is reported by name, cache marks are not', () => {
    const { body, dropped } = send({
      metadata: { user_id: 'u' },
      context_management: { edits: [] },
      top_k: 5,
      cache_control: { type: 'ephemeral' },
      output_config: { task_budget: 1 },
    });
    expect(Object.keys(body)).toEqual(['model', 'messages']);
    expect(dropped).toEqual([
      'metadata',
      'context_management',
      'top_k',
      'output_config.task_budget',
    ]);
  });

  test('a JSON schema for the answer goes as response_format', () => {
    const format = { type: 'json_schema', schema: { type: 'object' } };
    expect(send({ output_config: { format } }).body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'answer', schema: { type: 'object', properties: {} } },
    });
    const weak = send({ output_config: { format } }, { provider: { preset: 'deepseek' } });
    expect(weak.body['response_format']).toEqual({ type: 'json_object' });
    expect(weak.body.messages[0]?.['content']).toContain('{"type":"object"}');
    expect(weak.dropped).toEqual(['output_config.format']);
  });

  test('safeguards is refused by name, so that the client goes on without', () => {
    const request = { model: 'm', messages: [] };
    expect(unsupportedField(request)).toBeNull();
    expect(unsupportedField({ ...request, safeguards: {} })).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringContaining('safeguards') as string,
    });
  });
});
