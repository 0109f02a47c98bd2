import { describe, expect, test } from 'vitest';
import { encodeForeignThinking } from '../foreign-thinking.ts';
import { BlockWriter } from './block-writer.ts';
import {
  StateSegment,
  TextSegment,
  ThinkingSegment,
  ToolSegment,
  type Segment,
} from './segments.ts';

/** What one step writes. */
function written(step: (writer: BlockWriter) => void, writer = new BlockWriter()) {
  step(writer);
  return writer.take();
}
const start = (content_block: object, index = 0) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (fields: object, index = 0) => ({
  type: 'content_block_delta',
  index,
  delta: fields,
});
const stop = (index = 0) => ({ type: 'content_block_stop', index });

/** Everything that a segment writes when it is flushed twice and finished. */
function whole(segment: Segment) {
  const writer = new BlockWriter();
  segment.flush(writer);
  segment.flush(writer);
  segment.finish(writer);
  return writer.take();
}

describe('text', () => {
  test('is held until it is written, and written once', () => {
    const segment = new TextSegment();
    const writer = new BlockWriter();
    segment.append('ab');
    segment.append('c');
    expect([segment.isClosable, segment.heldCharacters]).toEqual([true, 3]);
    expect(written((to) => segment.flush(to), writer)).toEqual([
      start({ type: 'text', text: '' }),
      delta({ type: 'text_delta', text: 'abc' }),
    ]);
    expect(segment.heldCharacters).toBe(0);
    expect(written((to) => segment.flush(to), writer)).toEqual([]);
    segment.append('d');
    expect(written((to) => segment.finish(to), writer)).toEqual([
      delta({ type: 'text_delta', text: 'd' }),
      stop(),
    ]);
  });

  test('of no words is no block', () => {
    expect(whole(new TextSegment())).toEqual([]);
  });
});

describe('thinking', () => {
  const signed = (details?: readonly unknown[]) =>
    encodeForeignThinking({ provider: 'acme', field: 'reasoning', ...(details && { details }) });

  test('is signed with where it came from when it is closed', () => {
    const segment = new ThinkingSegment('acme', 'reasoning');
    segment.append('let ');
    segment.append('me');
    expect([segment.isClosable, segment.heldCharacters]).toEqual([true, 6]);
    expect(whole(segment)).toEqual([
      start({ type: 'thinking', thinking: '', signature: '' }),
      delta({ type: 'thinking_delta', thinking: 'let me' }),
      delta({ type: 'signature_delta', signature: signed() }),
      stop(),
    ]);
    expect(segment.heldCharacters).toBe(0);
  });

  test('carries details, and words that they repeat but once', () => {
    const segment = new ThinkingSegment('acme', 'reasoning');
    const writer = new BlockWriter();
    segment.append('let ');
    segment.flush(writer);
    segment.append('me');
    segment.addDetails([{ type: 'reasoning.text', index: 0, text: 'let ' }]);
    segment.addDetails([{ type: 'reasoning.text', index: 0, text: 'me' }]);
    segment.finish(writer);
    expect(writer.take().slice(-2)).toEqual([
      delta({
        type: 'signature_delta',
        signature: signed([{ type: 'reasoning.text', index: 0, text: { sameText: true } }]),
      }),
      stop(),
    ]);
  });

  test('without words is a hidden block, without details too none', () => {
    const details = [{ type: 'reasoning.encrypted', data: 'X' }];
    const hidden = new ThinkingSegment('acme', 'reasoning');
    hidden.addDetails(details);
    expect(whole(hidden)).toEqual([
      start({ type: 'redacted_thinking', data: signed(details) }),
      stop(),
    ]);
    expect(whole(new ThinkingSegment('acme', 'reasoning'))).toEqual([]);
  });
});

test('state is a hidden block, written when it is closed', () => {
  const state = { provider: 'acme', field: 'call-signatures', details: [1] } as const;
  const segment = new StateSegment(state);
  expect([segment.isClosable, segment.heldCharacters]).toEqual([true, 0]);
  segment.flush();
  expect(written((to) => segment.finish(to))).toEqual([
    start({ type: 'redacted_thinking', data: encodeForeignThinking(state) }),
    stop(),
  ]);
});

describe('a tool call', () => {
  const begin = (id = 'c') =>
    new ToolSegment(
      id,
      (upstream) => `client-${upstream}`,
      (name) => name.toUpperCase(),
    );
  const opened = (name: string) => start({ type: 'tool_use', id: 'client-c', name, input: {} });
  const json = (partial_json: string) => delta({ type: 'input_json_delta', partial_json });

  test('waits for its whole name: until arguments come without one', () => {
    const segment = begin();
    const writer = new BlockWriter();
    segment.addName('re');
    segment.addArguments('', true);
    expect(written((to) => segment.flush(to), writer)).toEqual([]);
    segment.addName('ad');
    segment.addName('read');
    segment.addArguments('{', true);
    expect(written((to) => segment.flush(to), writer)).toEqual([]);
    expect(segment.heldCharacters).toBe(1);
    segment.addArguments('"a":1', false);
    expect(written((to) => segment.flush(to), writer)).toEqual([opened('READ'), json('{"a":1')]);
    expect([segment.heldCharacters, segment.isClosable]).toEqual([0, false]);
    expect(written((to) => segment.flush(to), writer)).toEqual([]);
    segment.addName('late');
    segment.addArguments('}', false);
    expect(segment.name).toBe('read');
    expect(segment.isClosable).toBe(true);
    expect(written((to) => segment.finish(to), writer)).toEqual([json('}'), stop()]);
  });

  test('or until they are whole', () => {
    const segment = begin();
    segment.addName('read');
    segment.addArguments('{}', true);
    expect(segment.isClosable).toBe(true);
    expect(written((to) => segment.flush(to))).toEqual([opened('READ'), json('{}')]);
  });

  test('without a name is not begun, whatever arguments come, and cannot be closed', () => {
    const segment = begin();
    segment.addArguments('{', false);
    expect(written((to) => segment.flush(to))).toEqual([]);
    segment.addArguments('}', false);
    expect(written((to) => segment.flush(to))).toEqual([]);
    expect(segment.isClosable).toBe(false);
    // The name that comes at last may still be cut in two.
    segment.addName('re');
    expect(segment.isClosable).toBe(true);
  });

  test('of a late name waits for the rest of it', () => {
    const segment = begin();
    segment.addArguments('{', false);
    segment.addName('re');
    segment.addArguments('', true);
    expect(written((to) => segment.flush(to))).toEqual([]);
    segment.addName('ad');
    segment.addArguments('}', true);
    expect(written((to) => segment.finish(to))).toEqual([opened('READ'), json('{}'), stop()]);
  });

  test('of no arguments is a block without pieces', () => {
    const segment = begin();
    segment.addName('list');
    expect(segment.isClosable).toBe(false);
    expect(whole(segment)).toEqual([opened('LIST'), stop()]);
  });

  test('keeps the id that the client got', () => {
    const segment = begin();
    expect(segment.clientId).toBe('client-c');
    segment.id = 'd';
    expect(segment.clientId).toBe('client-c');
  });
});
