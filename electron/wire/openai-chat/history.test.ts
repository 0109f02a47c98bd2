import { describe, expect, test } from 'vitest';
import { call, imagePart } from '../testing/blocks.ts';
import type { ChatMessage } from './chat-message.ts';
import { completeCalls, MessageList, withAssistantTurns, withPrefix } from './history.ts';
import { LossReport } from './loss.ts';

const asked = (content = 'q'): ChatMessage => ({ role: 'user', content });
const said = (content = 'a'): ChatMessage => ({ role: 'assistant', content });
const called = (...ids: string[]): ChatMessage => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => call(id)),
});
const came = (id: string, content = 'x'): ChatMessage => ({
  role: 'tool',
  tool_call_id: id,
  content,
});

function listOf(...messages: ChatMessage[]): MessageList {
  const list = new MessageList();
  for (const message of messages) list.append(message);
  return list;
}

test('neighbouring user turns become one, in parts where either has parts', () => {
  const withImage: ChatMessage = { role: 'user', content: [imagePart] };
  const words = { type: 'text', text: 'q' };
  expect(listOf(asked('q'), asked('r')).messages).toEqual([asked('q\n\nr')]);
  expect(listOf(withImage, asked()).messages).toEqual([
    { role: 'user', content: [imagePart, words] },
  ]);
  expect(listOf(asked(), withImage).messages).toEqual([
    { role: 'user', content: [words, imagePart] },
  ]);
  expect(listOf(said(), said(), asked()).messages).toEqual([said(), said(), asked()]);
});

describe('a call without a result', () => {
  const note = (id: string): ChatMessage => came(id, 'No result: the call was interrupted.');
  const complete = (...messages: ChatMessage[]) => {
    const loss = new LossReport();
    return { messages: completeCalls(messages, loss), dropped: loss.dropped };
  };

  test('gets a note behind the results that came, and the loss names it', () => {
    const history = [asked(), called('a', 'b', 'c'), came('b'), asked()];
    expect(complete(...history)).toEqual({
      messages: [asked(), called('a', 'b', 'c'), came('b'), note('a'), note('c'), asked()],
      dropped: [{ path: 'messages', why: 'no result came for a, c; a note stands in its place' }],
    });
  });

  test('gets one note where its id stands twice', () => {
    expect(complete(called('a', 'a')).messages).toEqual([called('a', 'a'), note('a')]);
  });

  test('is none where all came', () => {
    const history = [called('a', 'b'), came('a'), came('b'), said()];
    expect(complete(...history)).toEqual({ messages: history, dropped: [] });
  });
});

describe('a result', () => {
  const withResults = (history: ChatMessage[], ...ids: string[]) => {
    const list = listOf(...history);
    for (const [at, id] of ids.entries()) list.insertResult(id, `${at}`);
    return list.messages;
  };
  const told = (content: string): ChatMessage =>
    asked(`Result of an earlier tool call:\n${content}`);

  test('stands behind the newest call with its id that lacks one, behind those that came', () => {
    expect(withResults([called('a'), said(), called('b', 'a'), asked()], 'b', 'a', 'a')).toEqual([
      called('a'),
      came('a', '2'),
      said(),
      called('b', 'a'),
      came('b', '0'),
      came('a', '1'),
      asked(),
    ]);
  });

  test('without a call is told as text', () => {
    expect(withResults([said(), called('a')], 'b')).toEqual([said(), called('a'), told('0')]);
    expect(withResults([called('a')], 'a', 'a')).toEqual([called('a'), came('a', '0'), told('1')]);
    expect(withResults([], 'a')).toEqual([told('0')]);
  });
});

test('an answer stands between a result and what the user says then', () => {
  const history = [called('a', 'b'), came('a'), came('b'), asked(), said(), asked()];
  expect(withAssistantTurns(history)).toEqual([
    called('a', 'b'),
    came('a'),
    came('b'),
    { role: 'assistant', content: 'Understood.' },
    asked(),
    said(),
    asked(),
  ]);
});

test.each<[string, ChatMessage[], object]>([
  ['an answer', [asked(), said('b'), asked(), said()], { ...said(), prefix: true }],
  ['a call', [asked(), called('a')], called('a')],
  ['a result', [called('a'), came('a')], came('a')],
  ['a question', [said(), asked()], asked()],
])('%s at the end', (_name, history, last) => {
  expect(withPrefix(history)).toEqual([...history.slice(0, -1), last]);
});

test('what is no user turn stands right behind a result', () => {
  const history = [asked(), called('a'), came('a'), said(), asked()];
  expect(withAssistantTurns(history)).toEqual(history);
});

test('no history has no end to mark', () => {
  expect(withPrefix([])).toEqual([]);
});
