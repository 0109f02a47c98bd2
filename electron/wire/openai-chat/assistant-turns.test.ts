import { expect, test } from 'vitest';
import type { ContentBlock, MessageParam } from '../../../shared/wire/messages.ts';
import { encodeForeignThinking, type ReasoningField } from '../foreign-thinking.ts';
import { assistant, call, image, imagePart, result, text, use, user } from '../testing/blocks.ts';
import { send } from '../testing/chat-request.ts';

const sent = (messages: MessageParam[], provider = {}) => {
  const { body, losses } = send({ messages }, { provider });
  return { messages: body.messages, losses };
};
const thought = (field: ReasoningField): ContentBlock => ({
  type: 'thinking',
  thinking: 'hm',
  signature: encodeForeignThinking({ provider: 'acme', field }),
});
const inAnswer = 'an answer of the assistant holds words only';

test('an image in an answer is left out and reported: vendors take none there', () => {
  expect(sent([user(text('q')), assistant(text('a'), image)])).toEqual({
    messages: [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a' },
    ],
    losses: [{ path: 'messages[1].content[1]', why: inAnswer }],
  });
  expect(sent([assistant(thought('content-array'), image, text('a'))]).messages).toEqual([
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
        { type: 'text', text: 'a' },
      ],
    },
  ]);
});

test('words are one text, whether they came as a string or in blocks', () => {
  const plain: MessageParam[] = [
    { role: 'user', content: 'q' },
    { role: 'assistant', content: 'a' },
  ];
  expect(sent(plain).messages).toEqual(plain);
  expect(sent([assistant(text('a'), text('b'))]).messages).toEqual([
    { role: 'assistant', content: 'a\n\nb' },
  ]);
});

test('a call alone keeps the thinking part that came before it', () => {
  const history = [assistant(thought('content-array'), use('t1')), user(result('t1', 'x'))];
  expect(sent(history).messages[0]).toEqual({
    role: 'assistant',
    content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }],
    tool_calls: [call('t1')],
  });
});

test('an answer without reasoning goes with a blank where that is insisted on, and says why', () => {
  const { losses } = sent([assistant(text('a')), assistant(text('b'))], {
    quirks: ['reasoning-content-required'],
  });
  expect(losses).toEqual([
    {
      path: 'messages',
      why: 'answers without reasoning go with a blank, which this provider insists on',
    },
  ]);
});

test('what a result cannot hold is reported where it stood', () => {
  const history = [assistant(use('t1')), user(result('t1', [text('x'), image]))];
  const { messages, losses } = sent(history, { quirks: ['no-images'] });
  expect(messages.at(-1)).toEqual({
    role: 'tool',
    tool_call_id: 't1',
    content: 'x\n\n[An image was left out: this model cannot see images.]',
  });
  expect(losses).toEqual([
    { path: 'messages[1].content[0].content[1]', why: 'this provider takes no images' },
  ]);
  expect(sent(history).messages.at(-1)).toEqual({
    role: 'user',
    content: [{ type: 'text', text: 'Attachment of the tool result t1:' }, imagePart],
  });
});

test.each([
  [' \n Error: gone', ' \n Error: gone'],
  ['ERROR gone', 'ERROR gone'],
  ['<tool_use_error>gone', '<tool_use_error>gone'],
  ['anError', 'Error: anError'],
  ['x<tool_use_error>', 'Error: x<tool_use_error>'],
])('a failed result %j is told as %j', (words, told) => {
  const history = [assistant(use('t1')), user(result('t1', words, { is_error: true }))];
  expect(sent(history).messages[1]).toMatchObject({ content: told });
});
