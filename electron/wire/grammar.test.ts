import { expect, test } from 'vitest';
import type { ContentDelta, MessagesEvent } from '../../shared/wire/messages.ts';
import { findGrammarBreach } from './grammar.ts';

const start: MessagesEvent = {
  type: 'message_start',
  message: {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'x',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 0, output_tokens: 0 },
  },
};
const open = (index: number, type = 'text'): MessagesEvent => ({
  type: 'content_block_start',
  index,
  content_block: { type },
});
const text = (index: number): MessagesEvent => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'text_delta', text: 'a' },
});
const close = (index: number): MessagesEvent => ({ type: 'content_block_stop', index });
const delta: MessagesEvent = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: {},
};
const stop: MessagesEvent = { type: 'message_stop' };
const ping: MessagesEvent = { type: 'ping' };
const error: MessagesEvent = { type: 'error', error: { type: 'api_error', message: 'x' } };

const good = [ping, start, open(0), text(0), ping, close(0), open(1), close(1), delta, stop];

test('every prefix of a good stream is good, only the whole is complete', () => {
  for (let length = 0; length <= good.length; length += 1) {
    expect(findGrammarBreach(good.slice(0, length))).toBeNull();
    const isWhole = length === good.length;
    expect(findGrammarBreach(good.slice(0, length), { complete: true }) === null).toBe(isWhole);
    expect(
      findGrammarBreach([...good.slice(0, Math.min(length, 9)), error], { complete: true }),
    ).toBeNull();
  }
});

test.each([
  ['text_delta', ['text']],
  ['thinking_delta', ['thinking']],
  ['signature_delta', ['thinking']],
  ['input_json_delta', ['tool_use', 'server_tool_use', 'mcp_tool_use']],
] as const)('%s goes into %s and nothing else', (type, blocks) => {
  const event: MessagesEvent = {
    type: 'content_block_delta',
    index: 0,
    delta: { type } as ContentDelta,
  };
  const all = ['text', 'thinking', 'tool_use', 'server_tool_use', 'mcp_tool_use', 'image'];
  const fitting = all.filter((block) => findGrammarBreach([start, open(0, block), event]) === null);
  expect(fitting).toEqual(blocks);
  expect(findGrammarBreach([start, open(0, 'image'), event])).toBe(
    `event 2 (content_block_delta): ${type} in a image block`,
  );
});

test('names how far a stream came that has no end', () => {
  expect(findGrammarBreach([start, open(0)], { complete: true })).toBe(
    'ends after 2 events without message_stop or error',
  );
});

test.each<[string, MessagesEvent[], RegExp]>([
  ['block before the start', [open(0)], /event 0 .*outside/],
  ['second start', [start, start], /second message_start/],
  ['two blocks open', [start, open(0), open(1)], /0 is still open/],
  ['gap in the numbers', [start, open(1)], /index 1 where 0/],
  ['number used again', [start, open(0), close(0), open(0)], /index 0 where 1/],
  ['delta without block', [start, text(0)], /no block is open/],
  ['delta of another block', [start, open(0), text(1)], /index 1 while 0/],
  ['delta of another kind', [start, open(0, 'tool_use'), text(0)], /text_delta in a tool_use/],
  ['stop without block', [start, close(0)], /no block/],
  ['stop of another block', [start, open(0), close(1)], /index 1 while 0/],
  ['delta while a block is open', [start, open(0), delta], /still open/],
  ['delta first', [delta], /before message_start/],
  ['block after the delta', [start, delta, open(0)], /outside/],
  ['stop without delta', [start, stop], /without message_delta/],
  ['something after the stop', [start, delta, stop, ping], /after the end/],
  ['something after an error', [start, error, stop], /after the end/],
])('finds: %s', (_name, events, breach) => {
  expect(findGrammarBreach(events)).toMatch(breach);
});
