import { expect, test } from 'vitest';
import { toTokenUsage } from './token-usage.ts';

test.each([
  [
    'a plain one',
    { input_tokens: 7, output_tokens: 9 },
    { input: 7, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 9 },
  ],
  [
    'writes without a breakdown are the five-minute kind',
    {
      input_tokens: 1,
      output_tokens: 2,
      cache_creation_input_tokens: 30,
      cache_read_input_tokens: 40,
    },
    { input: 1, cacheRead: 40, cacheWrite5m: 30, cacheWrite1h: 0, output: 2 },
  ],
  [
    'a breakdown splits the writes, and what it leaves out is the five-minute kind',
    {
      input_tokens: 1,
      output_tokens: 2,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 15 },
    },
    { input: 1, cacheRead: 0, cacheWrite5m: 15, cacheWrite1h: 15, output: 2 },
  ],
  [
    'a breakdown alone counts too',
    { input_tokens: 1, output_tokens: 2, cache_creation: { ephemeral_5m_input_tokens: 10 } },
    { input: 1, cacheRead: 0, cacheWrite5m: 10, cacheWrite1h: 0, output: 2 },
  ],
  [
    'nonsense counts as nothing',
    {
      input_tokens: -4,
      output_tokens: Number.NaN,
      cache_read_input_tokens: null,
      cache_creation: null,
    },
    { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
  ],
])('%s', (_, usage, buckets) => {
  expect(toTokenUsage(usage)).toEqual(buckets);
});
