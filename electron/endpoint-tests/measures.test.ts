import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProbeId, ProbeResult, SweepStep } from '../../shared/domain/lab.ts';
import { addressesOf } from './addresses.ts';
import { decodePiece } from './dialect.ts';
import { isOlder } from './probe-endpoint.ts';
import { argumentProblem, judgeStream } from './probe-stream.ts';
import { thinkingMarks, toolCallMarks, vllmFlags } from './probes.ts';
import { decodeRate, type StreamReading } from './read-stream.ts';
import { measureStep, percentile, stepsUpTo } from './sweep.ts';
import { judgeRun } from './verdict.ts';
import { REDACTED } from '../../shared/base/redact.ts';
import { redactWords } from './words.ts';

function reading(over: Partial<StreamReading> = {}): StreamReading {
  return {
    startedAt: 0,
    firstTokenMs: 500,
    firstTextMs: 500,
    lastTokenMs: 2500,
    endMs: 2500,
    tokenTimesMs: [500, 2500],
    deltas: 101,
    usageTokens: null,
    text: 'x',
    reasoning: '',
    tools: [],
    finish: 'length',
    error: null,
    strangeFrames: 0,
    ...over,
  };
}

test('the first token is not part of the span that the rate is measured over', () => {
  expect(decodeRate(reading())).toBe(50);
});

test('several tokens per delta are counted by the usage of the endpoint', () => {
  // 101 deltas of two tokens: the first delta's two lie before the span.
  expect(decodeRate(reading({ usageTokens: 202 }))).toBe(100);
});

test('an answer in one piece is measured from the request', () => {
  const piece = reading({ deltas: 1, usageTokens: 50, firstTokenMs: 2500, endMs: 2500 });
  expect(decodeRate(piece)).toBe(20);
  expect(judgeStream(piece, null).code).toBe('streams-in-bursts');
});

test('a step of equal streams has the sum of their rates in all', () => {
  const round = Array.from({ length: 4 }, () => reading());
  expect(measureStep(4, [round])).toMatchObject({
    perStreamTokensPerSecond: 50,
    totalTokensPerSecond: (4 * 101 - 1) / 2,
    ttftP50Ms: 500,
    ttftP95Ms: 500,
    requests: 4,
    errors: 0,
  });
});

test('streams that wait for each other lower the rate in all, not that of each', () => {
  const second = reading({ startedAt: 0, firstTokenMs: 2500, lastTokenMs: 4500, endMs: 4500 });
  const step = measureStep(2, [[reading(), second]]);
  expect(step.perStreamTokensPerSecond).toBe(50);
  expect(step.totalTokensPerSecond).toBeCloseTo(201 / 4, 5);
  expect(step.ttftP95Ms).toBe(2500);
});

test('errors are counted and bring no rate', () => {
  expect(measureStep(2, [[null, null]])).toEqual({
    concurrency: 2,
    totalTokensPerSecond: 0,
    perStreamTokensPerSecond: 0,
    ttftP50Ms: 0,
    ttftP95Ms: 0,
    requests: 2,
    errors: 2,
  });
});

test('a percentile is one of the values, and grows with its share', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const sorted = [...values].sort((a, b) => a - b);
        const value = percentile(sorted, share);
        expect(sorted).toContain(value);
        expect(value).toBeLessThanOrEqual(percentile(sorted, 1));
      },
    ),
  );
});

test('steps end at the limit', () => {
  expect([0, 1, 12, 16].map(stepsUpTo)).toEqual([[], [1], [1, 2, 4, 8], [1, 2, 4, 8, 16]]);
});

test.each([
  ['http://spark:8000', 'http://spark:8000/v1/chat/completions', 'http://spark:8000/v1/messages'],
  [
    'http://spark:8000/v1/',
    'http://spark:8000/v1/chat/completions',
    'http://spark:8000/v1/messages',
  ],
  [
    'https://api.z.ai/api/paas/v4',
    'https://api.z.ai/api/paas/v4/chat/completions',
    'https://api.z.ai/api/paas/v4/v1/messages',
  ],
  [
    'https://x.test/v1/chat/completions',
    'https://x.test/v1/chat/completions',
    'https://x.test/v1/messages',
  ],
  [
    'https://u:p@x.test/anthropic/v1/messages?beta=true',
    'https://x.test/anthropic/v1/chat/completions',
    'https://x.test/anthropic/v1/messages',
  ],
])('reads the address %s', (given, chat, messages) => {
  const addresses = addressesOf(given, false);
  expect(addresses.ok && addresses.value.operation).toEqual({
    'openai-chat': chat,
    'anthropic-messages': messages,
  });
});

test("keeps the contract of a provider's chat address", () => {
  const addresses = addressesOf('https://api.deepseek.com', true);
  expect(addresses.ok && addresses.value.operation['openai-chat']).toBe(
    'https://api.deepseek.com/chat/completions',
  );
});

test('reads both spellings of reasoning, and thinking blocks', () => {
  const read = (wire: 'openai-chat' | 'anthropic-messages', data: unknown) =>
    decodePiece(wire, { event: null, id: null, data: JSON.stringify(data) });
  const chunk = (delta: unknown) => ({ choices: [{ delta }] });
  expect(read('openai-chat', chunk({ reasoning: 'a' }))?.reasoning).toBe('a');
  expect(read('openai-chat', chunk({ reasoning_content: 'b', content: null }))?.reasoning).toBe(
    'b',
  );
  const delta = { type: 'thinking_delta', thinking: 'c' };
  expect(
    read('anthropic-messages', { type: 'content_block_delta', index: 0, delta })?.reasoning,
  ).toBe('c');
  expect(read('openai-chat', { error: { message: 'x' } })?.error).toEqual({ message: 'x' });
  expect(decodePiece('openai-chat', { event: null, id: null, data: 'no json' })).toBeNull();
});

test.each([
  ['<think>so', true],
  ['391</think>', true],
  ['<|channel>thought', true],
  ['<|channel|>analysis', true],
  ['thought\nThe user', true],
  ['I thought\nabout it', false],
  ['391', false],
])('thinking marks in %j: %s', (text, isLeak) => {
  expect(thinkingMarks.test(text)).toBe(isLeak);
});

test.each([
  ['<tool_call>{}', true],
  ['<|tool_call>call:report_weather{', true],
  ['{"name": "report_weather"}', true],
  ['The weather report is fine', false],
])('tool call marks in %j: %s', (text, isCall) => {
  expect(toolCallMarks.test(text)).toBe(isCall);
});

test.each([
  ['{"place":{"city":"Paris","country":"France"},"days":3}', null],
  ['{"place":{"city":"Paris"', 'no JSON'],
  ['{"place":"Paris","days":3}', 'place'],
  ['{"place":{"city":"Paris","country":"France"},"days":"3"}', 'days'],
])('arguments %s', (text, problem) => {
  const found = argumentProblem({ name: 'report_weather', arguments: text });
  if (problem === null) expect(found).toBeNull();
  else expect(found).toContain(problem);
});

test.each([
  ['0.13.5', '0.14.0', true],
  ['0.14.0', '0.14.0', false],
  ['1.0', '0.14.0', false],
  ['v0.9.1rc2', '0.19.0', true],
  ['dev', '0.19.0', false],
])('%s is older than %s: %s', (version, needed, expected) => {
  expect(isOlder(version, needed)).toBe(expected);
});

test("names vLLM's parsers by model", () => {
  expect(vllmFlags('nvidia/Gemma-4-26B-A4B-NVFP4')).toBe(
    '--enable-auto-tool-choice --tool-call-parser gemma4 --reasoning-parser gemma4',
  );
  expect(vllmFlags('someone/else')).toContain('--tool-call-parser NAME');
});

test('a planted key never survives in words', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string({ minLength: 8 }).filter((key) => key.trim() === key && !/\s/.test(key)),
      fc.string(),
      (before, key, after) => {
        fc.pre(!before.includes(key) && !after.includes(key) && !REDACTED.includes(key));
        expect(redactWords(`${before} ${key} ${after}`, key)).not.toContain(key);
      },
    ),
  );
});

function probes(over: Partial<Record<ProbeId, Partial<ProbeResult>>> = {}): readonly ProbeResult[] {
  const all: ProbeId[] = [
    'reachable',
    'models',
    'context',
    'one-token',
    'streaming',
    'tool-call',
    'think-leak',
  ];
  return all.map((id) => ({
    id,
    outcome: 'pass',
    code: 'x',
    values: id === 'context' ? { contextTokens: 131_072 } : {},
    durationMs: 1,
    ...over[id],
  }));
}

function step(concurrency: number, perStream: number, ttftP95Ms = 500, errors = 0): SweepStep {
  return {
    concurrency,
    perStreamTokensPerSecond: perStream,
    totalTokensPerSecond: perStream * concurrency,
    ttftP50Ms: ttftP95Ms,
    ttftP95Ms,
    requests: concurrency,
    errors,
  };
}

/** The measured Spark: 32 alone, 18 per stream at 16. */
const spark = [step(1, 32), step(2, 29), step(4, 26), step(8, 23), step(16, 18, 2600), step(32, 9)];

test.each([
  ['fits-haiku', 16, probes(), spark],
  ['fits-haiku', 8, probes(), [...spark.slice(0, 4), step(16, 18, 9000)]],
  ['fits-sonnet', 4, probes(), [step(1, 80), step(2, 70), step(4, 45), step(8, 20)]],
  [
    'fits-haiku',
    8,
    probes({ 'think-leak': { outcome: 'fail' } }),
    [step(1, 80), step(2, 70), step(4, 45), step(8, 20)],
  ],
  ['too-slow', 0, probes(), [step(1, 6)]],
  ['too-slow', 0, probes(), [step(1, 30, 8000)]],
  ['tools-fail', 0, probes({ 'tool-call': { outcome: 'fail' } }), spark],
  [
    'context-small',
    0,
    probes({ context: { outcome: 'warn', values: { contextTokens: 4096 } } }),
    spark,
  ],
  ['unreachable', 0, probes({ reachable: { outcome: 'fail' } }), []],
  ['partial', 0, probes({ 'one-token': { outcome: 'fail' } }), []],
  ['partial', 0, probes(), []],
  ['partial', 0, probes(), [step(1, 0, 0, 3)]],
] as const)('verdict %s, up to %d at once', (code, bestConcurrency, results, steps) => {
  expect(judgeRun(results, steps)).toMatchObject({ code, bestConcurrency });
});
