import { describe, expect, test } from 'vitest';
import { chunkSchema, isPlainChunk } from './schema.ts';

const chunkOf = (delta: unknown, more = {}) => ({ choices: [{ index: 0, delta, ...more }] });

describe('is plain: nothing but text', () => {
  test.each<[unknown]>([
    [chunkOf({})],
    [chunkOf({ content: 'a' })],
    [chunkOf({ content: null, reasoning: 'a', reasoning_content: undefined })],
    [chunkOf({ content: 'a' }, { finish_reason: null })],
    [chunkOf({ content: 'a' }, { finish_reason: 'stop', message: null })],
    [chunkOf({ tool_calls: null, function_call: null, reasoning_details: null, refusal: null })],
    [{ ...chunkOf({ content: 'a' }), usage: null, x_groq: null, timings: null, more: 1 }],
  ])('%j', (chunk) => {
    expect(isPlainChunk(chunk)).toBe(true);
  });

  test.each<[unknown]>([
    [null],
    [undefined],
    ['a'],
    [7],
    [{}],
    [{ choices: {} }],
    [{ choices: { length: 1, 0: chunkOf({}).choices[0] } }],
    [{ choices: [] }],
    [{ choices: [null] }],
    [{ choices: ['a'] }],
    [{ choices: [...chunkOf({}).choices, ...chunkOf({}).choices] }],
    [{ choices: [{ index: 0 }] }],
    [{ choices: [{ delta: {} }] }],
    [{ choices: [{ index: 1, delta: {} }] }],
    [chunkOf(null)],
    [chunkOf('a')],
    [chunkOf({}, { message: {} })],
    [chunkOf({}, { finish_reason: 7 })],
    [{ ...chunkOf({}), usage: {} }],
    [{ ...chunkOf({}), x_groq: {} }],
    [{ ...chunkOf({}), timings: {} }],
    [chunkOf({ tool_calls: [] })],
    [chunkOf({ function_call: {} })],
    [chunkOf({ reasoning_details: [] })],
    [chunkOf({ refusal: 'no' })],
    [chunkOf({ content: [] })],
    [chunkOf({ reasoning: 7 })],
    [chunkOf({ reasoning_content: {} })],
  ])('not %j', (chunk) => {
    expect(isPlainChunk(chunk)).toBe(false);
  });
});

describe('the schema', () => {
  const delta = (fields: object) =>
    chunkSchema.safeParse(chunkOf(fields)).data?.choices?.[0]?.delta;

  test('keeps what it does not know', () => {
    const chunk = {
      id: 'c',
      choices: [
        { index: 0, logprobs: 1, delta: { role: 'assistant', tool_calls: [{ type: 'x' }] } },
      ],
      usage: { prompt_tokens: 1, more: 2, prompt_tokens_details: { audio_tokens: 3 } },
    };
    expect(chunkSchema.parse(chunk)).toEqual(chunk);
  });

  test.each<[string, object, object]>([
    ['a number of a call', { index: 1.5 }, { index: null }],
    ['an id', { id: 7 }, { id: null }],
    ['a signature', { extra_content: 'x' }, { extra_content: null }],
    ['a signature of Google', { extra_content: { google: 7 } }, { extra_content: null }],
    [
      'a signature that is no text',
      { extra_content: { google: { thought_signature: 7 } } },
      { extra_content: null },
    ],
  ])('overlooks %s that is none', (_name, call, read) => {
    expect(delta({ tool_calls: [call] })).toEqual({ tool_calls: [read] });
  });

  test.each<[object, object]>([
    [{ reasoning_content: 7 }, { reasoning_content: null }],
    [{ reasoning: {} }, { reasoning: null }],
    [{ reasoning_details: 'a' }, { reasoning_details: null }],
  ])('overlooks reasoning that is none: %j', (fields, read) => {
    expect(delta(fields)).toEqual(read);
  });

  test.each<[unknown]>([
    [chunkOf({ content: 7 })],
    [chunkOf({ refusal: 7 })],
    [chunkOf({ tool_calls: {} })],
    [chunkOf({ tool_calls: [{ function: 'x' }] })],
    [chunkOf({ tool_calls: [{ function: { name: 7 } }] })],
    [chunkOf({ function_call: 'x' })],
    [chunkOf({ function_call: { name: 7 } })],
    [chunkOf({}, { finish_reason: 7 })],
    [chunkOf({}, { index: 'a' })],
    [{ choices: [{ message: { content: 7 } }] }],
    [{ choices: 'a' }],
  ])('refuses what would be a loss: %j', (chunk) => {
    expect(chunkSchema.safeParse(chunk).success).toBe(false);
  });

  test('overlooks counts that are none, and keeps the others', () => {
    const usage = {
      prompt_tokens: '9',
      completion_tokens: 3,
      total_tokens: {},
      cached_tokens: 'x',
      prompt_cache_hit_tokens: [],
      prompt_tokens_details: { cached_tokens: 'x', cache_write_tokens: 'y' },
      completion_tokens_details: { reasoning_tokens: 'z' },
    };
    const read = {
      prompt_tokens: null,
      completion_tokens: 3,
      total_tokens: null,
      cached_tokens: null,
      prompt_cache_hit_tokens: null,
      prompt_tokens_details: { cached_tokens: null, cache_write_tokens: null },
      completion_tokens_details: { reasoning_tokens: null },
    };
    const timings = (cache_n: unknown) => ({ cache_n });
    expect(chunkSchema.parse({ usage, x_groq: { usage }, timings: timings('x') })).toEqual({
      usage: read,
      x_groq: { usage: read },
      timings: timings(null),
    });
  });

  test.each<[object, object]>([
    [{ usage: 'a' }, { usage: null }],
    [
      { usage: { prompt_tokens_details: 7, completion_tokens_details: 7 } },
      { usage: { prompt_tokens_details: null, completion_tokens_details: null } },
    ],
    [{ x_groq: 'a' }, { x_groq: null }],
    [{ x_groq: { usage: 7 } }, { x_groq: null }],
    [{ timings: 7 }, { timings: null }],
  ])('overlooks usage that is none: %j', (chunk, read) => {
    expect(chunkSchema.parse(chunk)).toEqual(read);
  });
});
