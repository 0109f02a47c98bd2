import { expect, test } from 'vitest';
import { blocksOfEvents, blocksOfMessage } from './answer-blocks.ts';

const content = [
  { type: 'thinking', thinking: 'Let me see.', signature: 'abc' },
  { type: 'text', text: 'I’ll read it.' },
  { type: 'tool_use', id: 't1', name: 'Read', input: { file: 'a.ts' } },
  { type: 'redacted_thinking', data: 'x' },
];
const blocks = [
  { kind: 'thinking', name: 'thinking', text: 'Let me see.' },
  { kind: 'text', name: 'text', text: 'I’ll read it.' },
  { kind: 'tool', name: 'Read', text: '{"file":"a.ts"}' },
  { kind: 'other', name: 'redacted_thinking', text: '{"type":"redacted_thinking","data":"x"}' },
];

test('a whole message is read block by block', () => {
  expect(blocksOfMessage(JSON.stringify({ content }))).toEqual(blocks);
});

test.each(['', '{"content":[{"typ', '{"type":"error","error":{}}', '[]', 'null'])(
  'no message: %s',
  (text) => {
    expect(blocksOfMessage(text)).toBeNull();
  },
);

test('the same blocks come out of the events', () => {
  const event = (type: string, fields: object, index: number) => ({
    index: 0,
    atMs: 0,
    type,
    data: JSON.stringify({ type, index, ...fields }),
  });
  const start = (index: number, block: object) =>
    event('content_block_start', { content_block: block }, index);
  const delta = (index: number, fields: object) =>
    event('content_block_delta', { delta: fields }, index);
  const events = [
    event('message_start', {}, 0),
    start(0, { type: 'thinking', thinking: '' }),
    delta(0, { type: 'thinking_delta', thinking: 'Let me ' }),
    delta(0, { type: 'thinking_delta', thinking: 'see.' }),
    delta(0, { type: 'signature_delta', signature: 'abc' }),
    start(1, { type: 'text', text: 'I’ll' }),
    delta(1, { type: 'text_delta', text: ' read it.' }),
    start(2, { type: 'tool_use', id: 't1', name: 'Read', input: {} }),
    delta(2, { type: 'input_json_delta', partial_json: '{"file":' }),
    delta(2, { type: 'input_json_delta', partial_json: '"a.ts"}' }),
    start(3, content[3]!),
    delta(9, { type: 'text_delta', text: 'its beginning was not kept' }),
    { index: 0, atMs: 0, type: 'content_block_delta', data: '{"cut' },
  ];
  expect(blocksOfEvents(events)).toEqual(blocks);
});
