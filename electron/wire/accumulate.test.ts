import { describe, expect, test } from 'vitest';
import type { Message, MessagesEvent } from '../../shared/wire/messages.ts';
import { accumulate, UsageMerger } from './accumulate.ts';

const message: Message = {
  id: 'm',
  type: 'message',
  role: 'assistant',
  model: 'x',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 100, cache_read_input_tokens: 40, output_tokens: 1 },
};
const start: MessagesEvent = { type: 'message_start', message };
const toolStart: MessagesEvent = {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'tool_use', id: 't', name: 'n', input: {} },
};
const json = (partial_json: string): MessagesEvent => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'input_json_delta', partial_json },
});
const end = (usage: Record<string, unknown>): MessagesEvent => ({
  type: 'message_delta',
  delta: { stop_reason: 'tool_use', stop_sequence: null },
  usage,
});

describe('accumulate', () => {
  test('joins arguments and takes the last word on usage', () => {
    const events = [start, toolStart, json('{"a"'), json(':1}'), end({ output_tokens: 7 })];
    expect(accumulate(events)).toEqual({
      ...message,
      content: [{ type: 'tool_use', id: 't', name: 'n', input: { a: 1 } }],
      stop_reason: 'tool_use',
      usage: { input_tokens: 100, cache_read_input_tokens: 40, output_tokens: 7 },
    });
  });

  test('gives what had arrived of a stream that was cut', () => {
    expect(accumulate([start, toolStart, json('{"a"')])).toMatchObject({
      content: [{ input: '{"a"' }],
      stop_reason: null,
    });
    expect(accumulate([toolStart])).toBeNull();
  });

  test('joins thinking and keeps its signature', () => {
    const block = { type: 'thinking', thinking: '', signature: '' };
    const events: MessagesEvent[] = [
      start,
      { type: 'content_block_start', index: 0, content_block: block },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'a' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'b' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 's' } },
    ];
    expect(accumulate(events)?.content).toEqual([
      { type: 'thinking', thinking: 'ab', signature: 's' },
    ]);
  });
});

describe('UsageMerger', () => {
  test.each([
    [
      'overwrites where above zero',
      { input_tokens: 120, output_tokens: 9 },
      { input_tokens: 120, output_tokens: 9 },
    ],
    [
      'zeros do not erase',
      { input_tokens: 0, output_tokens: 9 },
      { input_tokens: 100, output_tokens: 9 },
    ],
    ['nulls do not erase', { cache_read_input_tokens: null }, { cache_read_input_tokens: 40 }],
    ['new fields come in', { cache_creation_input_tokens: 0 }, { cache_creation_input_tokens: 0 }],
    [
      'objects merge',
      { server_tool_use: { web_search_requests: 2 } },
      { server_tool_use: { web_search_requests: 2 } },
    ],
  ])('%s', (_name, usage, expected) => {
    const merger = new UsageMerger();
    merger.push(start);
    merger.push(end(usage));
    expect(merger.usage).toMatchObject(expected);
  });

  test('is null until there is usage, and never adds', () => {
    const merger = new UsageMerger();
    expect(merger.usage).toBeNull();
    merger.push(end({ output_tokens: 5 }));
    merger.push(end({ output_tokens: 6 }));
    expect(merger.usage).toEqual({ input_tokens: 0, output_tokens: 6 });
  });
});
