import { describe, expect, test } from 'vitest';
import type { MessagesEvent } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { findGrammarBreach } from '../grammar.ts';
import { AnthropicObserver } from './observe.ts';

const push = (data: string, event: string | null = null) =>
  new AnthropicObserver().push({ event, data, id: null });

describe('AnthropicObserver', () => {
  test.each([
    ['not JSON', '{"type":'],
    ['a word', '[DONE]'],
    ['nothing', ''],
    ['an unknown event', '{"type":"vertex_event","x":1}'],
    [
      'an unknown delta',
      '{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta"}}',
    ],
    ['a block without index', '{"type":"content_block_stop"}'],
    ['a block without type', '{"type":"content_block_start","index":0,"content_block":{}}'],
    ['a start without message', '{"type":"message_start"}'],
    ['a block that is none', '{"type":"content_block_start","index":0,"content_block":null}'],
    ['a delta that is none', '{"type":"content_block_delta","index":0,"delta":null}'],
    ['null', 'null'],
    ['an array', '[{"type":"ping"}]'],
  ])('ignores %s', (_name, data) => {
    expect(push(data)).toEqual([]);
  });

  test('fills gaps and keeps what it does not know', () => {
    expect(push('{"type":"message_start","message":{"id":"m","extra":{"a":1}}}')).toEqual([
      {
        type: 'message_start',
        message: {
          id: 'm',
          extra: { a: 1 },
          type: 'message',
          role: 'assistant',
          model: '',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 0, output_tokens: 0 },
        },
      },
    ]);
    expect(push('{"type":"error","error":"boom"}')).toEqual([
      { type: 'error', error: { type: 'api_error', message: 'boom' } },
    ]);
  });

  test.each<[string, object, MessagesEvent]>([
    [
      'a whole start',
      {
        type: 'message_start',
        message: {
          id: 'm',
          model: 'x',
          content: [{ type: 'text', text: 'a' }],
          stop_reason: 'pause_turn',
          stop_sequence: 'END',
          usage: { input_tokens: 5, output_tokens: 1, cache_read_input_tokens: 2 },
        },
      },
      {
        type: 'message_start',
        message: {
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'x',
          content: [{ type: 'text', text: 'a' }],
          stop_reason: 'pause_turn',
          stop_sequence: 'END',
          usage: { input_tokens: 5, output_tokens: 1, cache_read_input_tokens: 2 },
        },
      },
    ],
    [
      'a start of wrong kinds',
      {
        type: 'message_start',
        message: {
          id: 7,
          model: null,
          content: 'a',
          stop_reason: 7,
          stop_sequence: [],
          usage: { input_tokens: '5', output_tokens: null },
        },
      },
      {
        type: 'message_start',
        message: {
          id: '',
          type: 'message',
          role: 'assistant',
          model: '',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 0, output_tokens: 0 },
        },
      },
    ],
    ['a ping', { type: 'ping' }, { type: 'ping' }],
    ['an end', { type: 'message_stop', more: 1 }, { type: 'message_stop' }],
    [
      'a block with all its fields',
      { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 't' } },
      { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 't' } },
    ],
    ...(
      [
        ['text_delta', 'text'],
        ['thinking_delta', 'thinking'],
        ['signature_delta', 'signature'],
        ['input_json_delta', 'partial_json'],
      ] as const
    ).flatMap(([type, field]): [string, object, MessagesEvent][] => [
      [
        `a ${type}`,
        { type: 'content_block_delta', index: 1, delta: { type, [field]: 'a' } },
        { type: 'content_block_delta', index: 1, delta: { type, [field]: 'a' } as never },
      ],
      [
        `a ${type} without its text`,
        { type: 'content_block_delta', index: 1, delta: { type, [field]: 7 } },
        { type: 'content_block_delta', index: 1, delta: { type, [field]: '' } as never },
      ],
    ]),
    [
      'a delta of the message with what else it has',
      {
        type: 'message_delta',
        delta: { stop_reason: 'stop_sequence', stop_sequence: 'END', container: 'c' },
        usage: { output_tokens: 3 },
      },
      {
        type: 'message_delta',
        delta: { stop_reason: 'stop_sequence', stop_sequence: 'END', container: 'c' } as never,
        usage: { output_tokens: 3 },
      },
    ],
    [
      'a delta of the message without anything',
      { type: 'message_delta', delta: [], usage: null },
      { type: 'message_delta', delta: { stop_reason: null, stop_sequence: null }, usage: {} },
    ],
    [
      'an error with more',
      { type: 'error', error: { type: 'overloaded_error', message: 'busy', code: 7 } },
      {
        type: 'error',
        error: { type: 'overloaded_error', message: 'busy', code: 7 } as never,
      },
    ],
    [
      'an error without words',
      { type: 'error', error: [] },
      {
        type: 'error',
        error: {
          type: 'api_error',
          message: 'The upstream reported an error without a message',
        },
      },
    ],
  ])('reads %s', (_name, data, event) => {
    expect(push(JSON.stringify(data))).toEqual([event]);
  });

  test('reads a stream to the message that it is, blanks inside the JSON or not', () => {
    const observer = new AnthropicObserver();
    const events = [
      '{"type": "message_start", "message": {"id":"m","model":"x","content":[],"usage":{"input_tokens":5,"output_tokens":1}}}   ',
      '{"type": "ping"}',
      '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
      '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}',
      '{"type":"content_block_stop","index":0}',
      '{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}',
      '{"type":"message_stop"}',
    ].flatMap((data) => observer.push({ event: 'any', data, id: null }));
    expect(findGrammarBreach(events, { complete: true })).toBeNull();
    expect(accumulate(events)).toMatchObject({
      content: [{ type: 'text', text: 'hi' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 5, output_tokens: 9 },
    });
  });
});
