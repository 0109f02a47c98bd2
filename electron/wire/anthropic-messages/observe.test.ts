import { describe, expect, test } from 'vitest';
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
