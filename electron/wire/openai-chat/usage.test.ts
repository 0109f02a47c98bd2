import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapUsage, usageOf } from './usage.ts';
import type { ChatChunk, ChatUsage } from './schema.ts';

test.each<[string, ChatUsage, number[]]>([
  // input, cache write, cache read, output
  ['plain', { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14 }, [10, 0, 0, 4]],
  [
    'OpenAI cached',
    { prompt_tokens: 100, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 60 } },
    [40, 0, 60, 4],
  ],
  [
    'OpenRouter written',
    {
      prompt_tokens: 100,
      completion_tokens: 4,
      prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 },
    },
    [10, 30, 60, 4],
  ],
  [
    'DeepSeek',
    { prompt_tokens: 100, completion_tokens: 4, prompt_cache_hit_tokens: 64 },
    [36, 0, 64, 4],
  ],
  ['Moonshot', { prompt_tokens: 100, completion_tokens: 4, cached_tokens: 20 }, [80, 0, 20, 4]],
  [
    'more cached than there is',
    { prompt_tokens: 10, completion_tokens: 4, cached_tokens: 99 },
    [0, 0, 10, 4],
  ],
  [
    'reasoning inside',
    {
      prompt_tokens: 10,
      completion_tokens: 9,
      total_tokens: 19,
      completion_tokens_details: { reasoning_tokens: 5 },
    },
    [10, 0, 0, 9],
  ],
  [
    'reasoning beside (xAI)',
    {
      prompt_tokens: 10,
      completion_tokens: 4,
      total_tokens: 19,
      completion_tokens_details: { reasoning_tokens: 5 },
    },
    [10, 0, 0, 9],
  ],
  [
    'reasoning of none, and a total that is right without',
    {
      prompt_tokens: 10,
      completion_tokens: 4,
      total_tokens: 14,
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    [10, 0, 0, 4],
  ],
  [
    'reasoning below nothing',
    {
      prompt_tokens: 10,
      completion_tokens: 4,
      total_tokens: 13,
      completion_tokens_details: { reasoning_tokens: -1 },
    },
    [10, 0, 0, 4],
  ],
  ['only the total', { prompt_tokens: 10, total_tokens: 14 }, [10, 0, 0, 4]],
  ['nulls', { prompt_tokens: null, completion_tokens: null }, [0, 0, 0, 0]],
])('%s', (_name, usage, expected) => {
  const mapped = mapUsage(usage);
  expect([
    mapped.input_tokens,
    mapped.cache_creation_input_tokens,
    mapped.cache_read_input_tokens,
    mapped.output_tokens,
  ]).toEqual(expected);
});

test('llama.cpp tells what was cached in its timings', () => {
  const usage = { prompt_tokens: 50, completion_tokens: 4 };
  expect(usageOf({ usage, timings: { cache_n: 30 } })).toMatchObject({
    input_tokens: 20,
    cache_read_input_tokens: 30,
  });
});

test.each<[ChatChunk]>([
  [{ usage: { prompt_tokens: 0, completion_tokens: 4 } }],
  [{ usage: { completion_tokens: 4 } }],
  [{ usage: { prompt_tokens: 4, completion_tokens: 0 } }],
  [{ usage: { prompt_tokens: 4 } }],
  [{ usage: {}, x_groq: { usage: { completion_tokens: 4 } } }],
])('%j is a usage', (chunk) => {
  const { input_tokens: input, output_tokens: output } = usageOf(chunk) ?? {};
  expect((input ?? 0) + (output ?? 0)).toBe(4);
});

test('zeros are no usage', () => {
  expect(usageOf({ usage: { prompt_tokens: 0, completion_tokens: 0 } })).toBeNull();
  expect(usageOf({})).toBeNull();
});

test('the buckets are disjoint and add up to the prompt', () => {
  const count = fc.option(fc.nat());
  fc.assert(
    fc.property(fc.nat(), count, count, count, (prompt, cached, written, hit) => {
      const mapped = mapUsage({
        prompt_tokens: prompt,
        prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written },
        prompt_cache_hit_tokens: hit,
      });
      const buckets = [
        mapped.input_tokens,
        mapped.cache_creation_input_tokens ?? 0,
        mapped.cache_read_input_tokens ?? 0,
      ];
      expect(Math.min(...buckets)).toBeGreaterThanOrEqual(0);
      expect(buckets.reduce((sum, bucket) => sum + bucket, 0)).toBe(prompt);
    }),
    { numRuns: 1000 },
  );
});
