import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Message, MessagesEvent } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { decodeForeignThinking } from '../foreign-thinking.ts';
import { findGrammarBreach } from '../grammar.ts';
import { cut, framesOf, seed, translateFrames } from '../testing/streams.ts';

const folder = join(import.meta.dirname, '__fixtures__');

function eventsOf(name: string): MessagesEvent[] {
  const bytes = readFileSync(join(folder, `${name}.sse`));
  const from = { ...seed, providerId: 'acme' };
  const events = translateFrames(framesOf([bytes]), 'complete', from);
  expect(translateFrames(framesOf(cut(bytes, [1])), 'complete', from)).toEqual(events);
  expect(findGrammarBreach(events, { complete: true })).toBeNull();
  return events;
}

const used = new Set<string>();

function answerOf(name: string): Message {
  used.add(name);
  const events = eventsOf(name);
  expect(events.at(-1)).toEqual({ type: 'message_stop' });
  const message = accumulate(events);
  if (!message) throw new Error('no message');
  return message;
}

const usage = { input_tokens: 10, output_tokens: 4 };
const read = (path: string, id = 'call_1') => ({
  type: 'tool_use',
  id,
  name: 'read',
  input: { path },
});
const text = (words: string) => ({ type: 'text', text: words });

describe('tool calls', () => {
  test.each([
    ['whole-call-in-one-chunk', [read('a.txt')]],
    ['name-then-argument-pieces', [read('a.txt')]],
    ['first-arguments-not-empty', [read('a.txt')]],
    ['missing-index', [read('a.txt', 'abcdefgh1'), read('b.txt', 'abcdefgh2')]],
    ['empty-id-and-name-later', [read('a.txt')]],
    ['id-and-name-late', [read('a.txt')]],
    ['same-index-new-id', [read('a.txt'), read('b.txt', 'call_2')]],
    ['arguments-as-object', [read('a.txt')]],
    ['interleaved-calls', [read('a.txt'), read('b.txt', 'call_2')]],
    ['name-in-two-pieces', [read('a.txt')]],
    ['name-repeated', [read('a.txt')]],
    ['unsafe-tool-id', [read('a.txt', 'toolu_sy_ZnVuY3Rpb25zLnJlYWQ6MA')]],
    ['call-without-arguments', [{ type: 'tool_use', id: 'call_1', name: 'list', input: {} }]],
    ['call-ends-with-stop', [read('a.txt')]],
    ['text-after-call', [text('before'), read('a.txt'), text('after')]],
    ['blank-text-before-call', [read('a.txt')]],
  ])('%s', (name, content) => {
    expect(answerOf(name)).toMatchObject({ content, stop_reason: 'tool_use', usage });
  });

  test.each(['repeated-tool-id', 'no-tool-id', 'legacy-function-call'])(
    '%s gives every call an id of its own',
    (name) => {
      const ids = answerOf(name).content.map((block) => String(block.id));
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
    },
  );

  test('tool-calls-without-call ends the turn', () => {
    expect(answerOf('tool-calls-without-call').stop_reason).toBe('end_turn');
  });

  test('a call is written while it streams, the next one is held until it is whole', () => {
    const types = eventsOf('interleaved-calls').map((event) =>
      event.type === 'content_block_delta' ? `${event.index}` : event.type,
    );
    expect(types.filter((type) => /^\d$/.test(type))).toEqual(['0', '1', '1']);
  });
});

describe('text, finish and usage', () => {
  test.each([
    ['finish-in-same-chunk', 'all at once', 'end_turn'],
    ['finish-empty-string', 'ab', 'end_turn'],
    ['usage-first', 'a', 'end_turn'],
    ['usage-twice', 'a', 'end_turn'],
    ['usage-in-x-groq', 'a', 'end_turn'],
    ['usage-after-finish-without-choices-key', 'a', 'end_turn'],
    ['comments-and-crlf', 'a', 'end_turn'],
    ['no-done', 'a', 'end_turn'],
    ['length', 'cut of', 'max_tokens'],
    ['content-filter', 'I', 'refusal'],
    ['refusal', 'I cannot help with that.', 'end_turn'],
    ['think-tag-in-text', 'Use <think> like so</think>', 'end_turn'],
    ['second-choice-ignored', 'yes', 'end_turn'],
    ['nothing-after-finish', 'a', 'end_turn'],
  ])('%s', (name, words, reason) => {
    const expected = { content: [text(words)], stop_reason: reason, usage };
    expect(answerOf(name)).toMatchObject(expected);
  });

  test('empty-answer has no content', () => {
    expect(answerOf('empty-answer')).toMatchObject({ content: [], stop_reason: 'end_turn', usage });
  });

  test('no-usage is estimated and says so', () => {
    expect(answerOf('no-usage').usage).toMatchObject({
      input_tokens: 7,
      output_tokens: 3,
      estimated: true,
    });
  });
});

describe('reasoning', () => {
  test.each([
    ['reasoning-content', 'reasoning_content', 'let me', 'hello'],
    ['reasoning', 'reasoning', 'let me', 'hello'],
    ['reasoning-details', 'reasoning', 'let me', 'hello'],
    ['reasoning-details-only', 'reasoning_details', 'let me', 'hello'],
    ['reasoning-in-content-array', 'content-array', 'let me', 'hello'],
    ['think-tag-split', 'think-tag', 'let me', 'hello'],
    ['thinking-tag', 'thinking-tag', 'let me', 'hello'],
    ['think-tag-beside-reasoning-field', 'reasoning_content', 'let me', '<think> is a tag'],
  ])('%s', (name, field, thinking, words) => {
    const [first, ...rest] = answerOf(name).content;
    expect(first).toMatchObject({ type: 'thinking', thinking });
    expect(decodeForeignThinking(first?.signature)).toMatchObject({ provider: 'acme', field });
    expect(rest).toEqual([text(words)]);
  });

  test('think-tag-unclosed stays reasoning', () => {
    expect(answerOf('think-tag-unclosed')).toMatchObject({
      content: [{ type: 'thinking', thinking: 'let me' }],
      stop_reason: 'max_tokens',
    });
  });

  test('reasoning-encrypted becomes a redacted block that carries it', () => {
    const [first, second] = answerOf('reasoning-encrypted').content;
    expect(first?.type).toBe('redacted_thinking');
    expect(decodeForeignThinking(first?.['data'])?.details).toEqual([
      { type: 'reasoning.encrypted', data: 'AAAA', id: 'rs_1' },
    ]);
    expect(second).toEqual(text('hello'));
  });
});

describe('failures never look like answers', () => {
  test.each([
    ['truncated-text', 'api_error'],
    ['truncated-call', 'api_error'],
    ['done-without-finish', 'api_error'],
    ['error-chunk', 'api_error'],
    ['error-event', 'invalid_request_error'],
    ['finish-error', 'overloaded_error'],
    ['finish-insufficient-resource', 'overloaded_error'],
    ['call-without-name', 'api_error'],
  ])('%s ends with an error event', (name, type) => {
    used.add(name);
    const events = eventsOf(name);
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { type } });
    expect(events.map((event) => event.type)).not.toContain('message_stop');
  });

  test('an aborted stream says nothing more', () => {
    const bytes = readFileSync(join(folder, 'truncated-text.sse'));
    const events = translateFrames(framesOf([bytes]), 'aborted');
    expect(events.at(-1)?.type).toBe('content_block_delta');
  });
});

test('every fixture is used', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sse'));
  expect(files.map((file) => file.replace('.sse', '')).filter((name) => !used.has(name))).toEqual(
    [],
  );
});
