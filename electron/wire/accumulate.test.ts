import { describe, expect, test } from 'vitest';
import type {
  ContentBlock,
  ContentDelta,
  Message,
  MessagesEvent,
} from '../../shared/wire/messages.ts';
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

describe('accumulate, block by block', () => {
  const opened = (content_block: ContentBlock, index = 0): MessagesEvent => ({
    type: 'content_block_start',
    index,
    content_block,
  });
  const delta = (fields: ContentDelta, index = 0): MessagesEvent => ({
    type: 'content_block_delta',
    index,
    delta: fields,
  });
  const text = (words: string, index = 0) => delta({ type: 'text_delta', text: words }, index);

  test.each<[string, MessagesEvent[], ContentBlock[]]>([
    [
      'text goes on behind what the block began with',
      [opened({ type: 'text', text: 'a' }), text('b'), text('c')],
      [{ type: 'text', text: 'abc' }],
    ],
    [
      'thinking too',
      [
        opened({ type: 'thinking', thinking: 'a', signature: 'kept' }),
        delta({ type: 'thinking_delta', thinking: 'b' }),
      ],
      [{ type: 'thinking', thinking: 'ab', signature: 'kept' }],
    ],
    [
      'a block that began without a text',
      [opened({ type: 'text' }), text('b')],
      [{ type: 'text', text: 'b' }],
    ],
    [
      'a block without deltas stays',
      [opened({ type: 'text', text: 'a' })],
      [{ type: 'text', text: 'a' }],
    ],
    [
      'empty arguments leave the input',
      [opened({ type: 'tool_use', id: 't', name: 'n', input: { a: 1 } }), json('')],
      [{ type: 'tool_use', id: 't', name: 'n', input: { a: 1 } }],
    ],
    ['a delta of no block is passed over', [text('lost', 7)], []],
    [
      'what says nothing of content changes nothing',
      [
        opened({ type: 'text', text: 'a' }),
        { type: 'ping' },
        { type: 'content_block_stop', index: 0 },
        { type: 'error', error: { type: 'api_error', message: 'no' } },
        { type: 'message_stop' },
      ],
      [{ type: 'text', text: 'a' }],
    ],
  ])('%s', (_name, events, content) => {
    expect(accumulate([start, ...events])).toEqual({ ...message, content });
  });

  test('content of message_start is there, and goes on', () => {
    const content = [{ type: 'text', text: 'a' }];
    const begun: MessagesEvent = { type: 'message_start', message: { ...message, content } };
    expect(accumulate([begun, text('b')])?.content).toEqual([{ type: 'text', text: 'ab' }]);
  });

  test('a second message_start does not take the first one back', () => {
    const second: MessagesEvent = { type: 'message_start', message: { ...message, id: 'other' } };
    expect(accumulate([start, second])?.id).toBe('m');
  });
});

describe('UsageMerger', () => {
  test('knows nothing before an event of usage, and zeros for what such an event leaves out', () => {
    const merger = new UsageMerger();
    merger.push({ type: 'ping' });
    expect(merger.usage).toBeNull();
    merger.push(end({ output_tokens: 3 }));
    expect(merger.usage).toEqual({ input_tokens: 0, output_tokens: 3 });
  });

  test('objects merge field by field, lists and other kinds are replaced', () => {
    const merger = new UsageMerger();
    merger.push(
      end({ cache_creation: { a: 1, b: 2 }, iterations: [{ n: 1 }], tier: 'x', n: null }),
    );
    merger.push(end({ cache_creation: { b: 0, c: 3 }, iterations: [{ n: 2 }], tier: 7 }));
    expect(merger.usage).toEqual({
      input_tokens: 0,
      output_tokens: 0,
      cache_creation: { a: 1, b: 2, c: 3 },
      iterations: [{ n: 2 }],
      tier: 7,
      n: null,
    });
    merger.push(end({ tier: { k: 1 }, n: 0, iterations: null }));
    expect(merger.usage).toMatchObject({ tier: { k: 1 }, n: 0, iterations: [{ n: 2 }] });
  });

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
