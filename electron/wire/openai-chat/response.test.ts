import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GatewayErrorCode } from '../../../shared/domain/gateway-error.ts';
import { seed } from '../testing/streams.ts';
import { decodeEvent, decodeResponse } from './response.ts';
import { chunkSchema, isPlainChunk } from './schema.ts';

const frame = (data: string, event: string | null = null) => ({ event, data, id: null });
const codeOf = (result: ReturnType<typeof decodeEvent> | ReturnType<typeof decodeResponse>) =>
  result.ok ? null : result.error.code;

describe('decodeEvent', () => {
  test.each([
    ['[DONE]', 'done'],
    [' [DONE] ', 'done'],
    ['', 'ignore'],
    ['{"type":"ping"}', 'ignore'],
    ['{"object":"chat.completion.chunk","choices":null}', 'ignore'],
  ])('%s is %s', (data, expected) => {
    expect(decodeEvent(frame(data))).toEqual({ ok: true, value: expected });
  });

  test.each<[string, string | null, GatewayErrorCode]>([
    ['{"choices":', null, 'upstream-garbled'],
    ['<html>', null, 'upstream-garbled'],
    ['{"choices":[{"delta":{"content":5}}]}', null, 'upstream-garbled'],
    ['{"error":{"code":429,"message":"slow down"}}', null, 'upstream-rate-limited'],
    ['{"error":"boom"}', null, 'upstream-failed'],
    ['{"message":"busy","code":529}', 'error', 'upstream-overloaded'],
    ['boom', 'error', 'upstream-failed'],
    ['{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}', null, 'no-credit'],
    ['{"error":{"code":"context_length_exceeded","message":"m"}}', null, 'context-too-long'],
  ])('%s (%s) fails as %s', (data, event, code) => {
    expect(codeOf(decodeEvent(frame(data, event)))).toBe(code);
  });

  test('an empty error is none', () => {
    const event = decodeEvent(frame('{"error":null,"choices":[{"delta":{"content":"a"}}]}'));
    expect(event).toMatchObject({ ok: true, value: { choices: [{ delta: { content: 'a' } }] } });
  });
});

describe('says who sent what', () => {
  test.each<[string, string | null, string]>([
    ['{"choices":', null, 'Acme sent an event that is not JSON'],
    [
      '{"choices":[{"delta":{"content":5}}]}',
      null,
      'Acme sent an odd event (choices.0.delta.content)',
    ],
    ['7', null, 'Acme sent an odd event ()'],
    ['boom', 'error', 'Acme: boom'],
    ['{"error":{"message":"busy"}}', null, 'Acme: busy'],
    ['{"object":"error","message":"busy","code":500}', null, 'Acme: busy'],
    ['{"type":"error","message":"busy"}', null, 'Acme: busy'],
  ])('%s (%s): %s', (data, event, message) => {
    const result = decodeEvent(frame(data, event), 'Acme');
    expect(result.ok ? null : result.error.message).toBe(message);
  });

  test('or what stands for a name', () => {
    const result = decodeEvent(frame('{'));
    expect(result.ok ? null : result.error.message).toBe(
      'The upstream sent an event that is not JSON',
    );
  });

  test.each([
    '{"error":"","choices":[]}',
    '{"type":"error","choices":[]}',
    '{"base_resp":{"status_code":0},"choices":[]}',
    '{"base_resp":null,"choices":[]}',
    '{"base_resp":{"status_code":"1008"},"choices":[]}',
    '{"object":"chat.completion.chunk","type":"text","choices":[]}',
  ])('%s is no error', (data) => {
    expect(decodeEvent(frame(data))).toMatchObject({ ok: true, value: { choices: [] } });
  });

  test.each<[unknown, GatewayErrorCode, string]>([
    [null, 'upstream-garbled', 'The upstream sent an answer without a message'],
    ['text', 'upstream-garbled', 'The upstream sent an answer without a message'],
    [{}, 'upstream-garbled', 'The upstream sent an answer without a message'],
    [{ choices: [] }, 'upstream-garbled', 'The upstream sent an answer without a message'],
    [{ choices: [{}] }, 'upstream-garbled', 'The upstream sent an answer without a message'],
    [
      { choices: [{ message: { content: 7 } }] },
      'upstream-garbled',
      'The upstream sent an answer without a message',
    ],
    [{ error: { message: 'busy', code: 503 } }, 'upstream-overloaded', 'The upstream: busy'],
  ])('a whole answer %j fails as %s', (body, code, message) => {
    const result = decodeResponse(body, seed);
    expect(result.ok ? null : [result.error.code, result.error.message]).toEqual([code, message]);
  });

  test('a whole answer may come as a delta, and needs no reason to end', () => {
    const result = decodeResponse({ choices: [{ delta: { content: 'a' } }] }, seed);
    expect(result).toMatchObject({
      ok: true,
      value: { content: [{ type: 'text', text: 'a' }], stop_reason: 'end_turn' },
    });
  });
});

test('the short way round the schema says what the schema says', () => {
  const odd = fc.oneof(
    { arbitrary: fc.constantFrom(undefined, null, 'a'), weight: 6 },
    { arbitrary: fc.constantFrom<unknown>(0, [], {}, [{}]), weight: 1 },
  );
  const chunk = fc.record({
    choices: fc.array(
      fc.record({
        index: fc.constantFrom(0, 0, 0, null, 1),
        finish_reason: odd,
        delta: fc.record(
          { content: odd, reasoning: odd, reasoning_content: odd, tool_calls: odd, refusal: odd },
          { requiredKeys: [] },
        ),
      }),
      { maxLength: 2 },
    ),
    usage: fc.constantFrom(undefined, null, {}),
  });
  let short = 0;
  fc.assert(
    fc.property(chunk, (value) => {
      if (!isPlainChunk(value)) return;
      short += 1;
      expect(chunkSchema.parse(value)).toEqual(value);
    }),
    { numRuns: 5000 },
  );
  expect(short).toBeGreaterThan(50);
});

describe('decodeResponse', () => {
  test('a whole answer is read as its stream would be', () => {
    const body = {
      id: 'c',
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: 'ok',
            reasoning_content: 'hm',
            tool_calls: [
              { id: 'a.1', type: 'function', function: { name: 'one', arguments: '{"a":1}' } },
              { id: 'b', type: 'function', function: { name: 'two', arguments: { b: 2 } } },
            ],
          },
        },
      ],
      usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
    };
    expect(decodeResponse(body, seed)).toMatchObject({
      ok: true,
      value: {
        id: 'msg_test',
        model: 'claude-test',
        content: [
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: 'ok' },
          { type: 'tool_use', id: 'toolu_sy_YS4x', name: 'one', input: { a: 1 } },
          { type: 'tool_use', id: 'b', name: 'two', input: { b: 2 } },
        ],
        stop_reason: 'tool_use',
        usage: { input_tokens: 9, output_tokens: 3 },
      },
    });
  });

  test.each<[string, unknown, GatewayErrorCode]>([
    ['an error in a 200', { error: { message: 'm', code: 402 } }, 'no-credit'],
    ['no choices', { choices: [] }, 'upstream-garbled'],
    ['no object', 'hello', 'upstream-garbled'],
    ['nothing', null, 'upstream-garbled'],
    [
      'a finish that is a failure',
      { choices: [{ message: { content: 'a' }, finish_reason: 'error' }] },
      'upstream-failed',
    ],
  ])('%s', (_name, body, code) => {
    expect(codeOf(decodeResponse(body, seed))).toBe(code);
  });

  test('a missing finish in a whole answer is a plain end', () => {
    const answer = decodeResponse({ choices: [{ message: { content: 'a' } }] }, seed);
    expect(answer).toMatchObject({ ok: true, value: { stop_reason: 'end_turn' } });
  });
});
