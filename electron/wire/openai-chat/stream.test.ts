import { describe, expect, test } from 'vitest';
import type { MessagesEvent } from '../../../shared/wire/messages.ts';
import { encodeForeignThinking } from '../foreign-thinking.ts';
import type { ChatChunk, ChatDelta } from './schema.ts';
import { ChatTranslator } from './stream.ts';

const seed = { id: 'msg_1', model: 'claude', estimatedInputTokens: 7, providerId: 'acme' };
const chunk = (delta: ChatDelta, more: object = {}): ChatChunk => ({
  choices: [{ index: 0, delta, ...more }],
});
const finish = (finish_reason: string, delta: ChatDelta = {}) => chunk(delta, { finish_reason });
const call = (index: number, name: string, text: string) => ({
  tool_calls: [{ index, id: `c${index}`, function: { name, arguments: text } }],
});

const start: MessagesEvent = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 0,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 0,
    },
  },
};
const open = (index: number, content_block: object) => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, fields: object) => ({
  type: 'content_block_delta',
  index,
  delta: fields,
});
const close = (index: number) => ({ type: 'content_block_stop', index });
const textAt = (index: number, words: string) => [
  open(index, { type: 'text', text: '' }),
  delta(index, { type: 'text_delta', text: words }),
];
const guessed = (output_tokens: number) => ({
  input_tokens: 7,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens,
  estimated: true,
});
const ended = (stop_reason: string, usage: object) => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
  { type: 'message_stop' },
];
const failure = (type: string, what: string) => ({
  type: 'error',
  error: { type, message: `The upstream ${what}` },
});

/** What each chunk gives, and the end. */
function translate(chunks: readonly ChatChunk[], cause: 'complete' | 'truncated' = 'complete') {
  const translator = new ChatTranslator(seed);
  return [...chunks.map((one) => translator.push(one)), translator.end(cause)];
}

test('a text, whole: begun by the first chunk, ended by the end', () => {
  expect(
    translate([chunk({ role: 'assistant' }), chunk({ content: 'hello' }), finish('stop')]),
  ).toEqual([[start], textAt(0, 'hello'), [], [close(0), ...ended('end_turn', guessed(2))]]);
});

test('usage is the last that was told, before or behind the finish', () => {
  const usage = (count: number): ChatChunk => ({
    choices: [],
    usage: { prompt_tokens: count, completion_tokens: 1 },
  });
  const told = {
    input_tokens: 9,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 1,
  };
  const last = (...chunks: ChatChunk[]) => translate(chunks).at(-1);
  expect(last(usage(5), finish('stop'), usage(9))).toEqual(ended('end_turn', told));
  expect(last(usage(9), finish('stop'))).toEqual(ended('end_turn', told));
});

test('a guess counts words, thoughts, names and arguments', () => {
  const estimated = (...deltas: ChatDelta[]) =>
    translate([...deltas.map((one) => chunk(one)), finish('stop')])
      .at(-1)
      ?.at(-2);
  const of = (tokens: number) => ({ usage: guessed(tokens) });
  expect(estimated({ content: 'x'.repeat(8) })).toMatchObject(of(2));
  expect(estimated({ reasoning: 'x'.repeat(8) }, { content: 'y'.repeat(5) })).toMatchObject(of(4));
  expect(estimated({ content: [{ type: 'thinking', thinking: 'x'.repeat(9) }] })).toMatchObject(
    of(3),
  );
  expect(estimated(call(0, 'read', '{"a":1}'), call(1, 'list', '{}'))).toMatchObject(of(5));
});

describe('what counts', () => {
  test('is the first choice, by number or without one', () => {
    const chunks: ChatChunk[] = [
      {
        choices: [
          { index: 1, delta: { content: 'no' } },
          { index: 0, delta: { content: 'a' } },
        ],
      },
      { choices: [{ delta: { content: 'b' } }] },
      { choices: [{ index: 1, delta: { content: 'no' }, finish_reason: 'length' }] },
      { choices: null },
      finish('stop'),
    ];
    expect(translate(chunks).flat()).toEqual([
      start,
      ...textAt(0, 'a'),
      delta(0, { type: 'text_delta', text: 'b' }),
      close(0),
      ...ended('end_turn', guessed(1)),
    ]);
  });

  test('is what comes with the finish, and no more behind it, but the first finish', () => {
    const chunks = [finish('length', { content: 'a' }), finish('stop', { content: 'a' })];
    expect(translate(chunks).flat()).toEqual([
      start,
      ...textAt(0, 'a'),
      close(0),
      ...ended('max_tokens', guessed(1)),
    ]);
  });
});

describe('blocks are serial', () => {
  test('text ends where a call begins, and text behind it waits until it is whole', () => {
    const chunks = [
      chunk({ content: 'a' }),
      chunk(call(0, 'read', '{"x"')),
      chunk({ tool_calls: [{ index: 0, function: { arguments: ':1' } }], content: 'b' }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '}' } }] }),
      finish('stop'),
    ];
    const json = (partial_json: string) => delta(1, { type: 'input_json_delta', partial_json });
    expect(translate(chunks)).toEqual([
      [start, ...textAt(0, 'a')],
      [close(0)],
      [open(1, { type: 'tool_use', id: 'c0', name: 'read', input: {} }), json('{"x":1')],
      [json('}'), close(1), ...textAt(2, 'b')],
      [],
      [close(2), ...ended('tool_use', guessed(4))],
    ]);
  });

  test('thoughts that change their field stay one block, text between makes two', () => {
    const signature = (field: 'reasoning' | 'reasoning_content') =>
      encodeForeignThinking({ provider: 'acme', field });
    const thought = (index: number, words: string) => [
      open(index, { type: 'thinking', thinking: '', signature: '' }),
      delta(index, { type: 'thinking_delta', thinking: words }),
    ];
    const signed = (index: number, field: 'reasoning' | 'reasoning_content') => [
      delta(index, { type: 'signature_delta', signature: signature(field) }),
      close(index),
    ];
    const chunks = [
      chunk({ reasoning: 'a', reasoning_content: null }),
      chunk({ content: '<think>' }),
      chunk({ reasoning_content: 'b' }),
      finish('stop'),
    ];
    expect(translate(chunks)).toEqual([
      [start, ...thought(0, 'a')],
      [...signed(0, 'reasoning'), ...textAt(1, '<think>')],
      [close(1), ...thought(2, 'b')],
      [],
      [...signed(2, 'reasoning_content'), ...ended('end_turn', guessed(3))],
    ]);
  });

  test('what the tags still hold goes before the call', () => {
    const chunks = [chunk({ content: '<thi' }), chunk(call(0, 'read', '{}')), finish('stop')];
    expect(translate(chunks).slice(0, 2)).toEqual([
      [start],
      [
        ...textAt(0, '<thi'),
        close(0),
        open(1, { type: 'tool_use', id: 'c0', name: 'read', input: {} }),
        delta(1, { type: 'input_json_delta', partial_json: '{}' }),
      ],
    ]);
  });

  test('a signature of a call is a hidden block before it; without a provider it names none', () => {
    const signed = {
      tool_calls: [
        {
          index: 0,
          id: 'c0',
          function: { name: 'read', arguments: '{}' },
          extra_content: { google: { thought_signature: 'S' } },
        },
      ],
    };
    const hidden = (provider: string) =>
      open(0, {
        type: 'redacted_thinking',
        data: encodeForeignThinking({
          provider,
          field: 'call-signatures',
          details: [{ id: 'c0', signature: 'S' }],
        }),
      });
    expect(translate([chunk(signed), finish('stop')]).flat()).toContainEqual(hidden('acme'));
    const { providerId: _known, ...unknown } = seed;
    expect(new ChatTranslator(unknown).push(chunk(signed))).toContainEqual(hidden(''));
  });
});

describe('fails as an error at the end, and nothing comes behind it', () => {
  const early = failure('api_error', 'ended its stream before the answer was finished');
  test.each<[string, readonly ChatChunk[], readonly object[]]>([
    ['nothing came', [], [early]],
    ['no finish came', [chunk({ content: 'a' })], [start, ...textAt(0, 'a'), early]],
    [
      'the finish is a failure',
      [finish('error'), chunk({ content: 'a' })],
      [start, failure('overloaded_error', 'ended with "error"')],
    ],
    [
      'a call has no name',
      [finish('stop', { tool_calls: [{ index: 0, id: 'c', function: { arguments: '{}' } }] })],
      [start, failure('api_error', 'sent a tool call without a name')],
    ],
  ])('%s', (_name, chunks, expected) => {
    for (const cause of ['complete', 'truncated'] as const) {
      expect(translate(chunks, cause).flat()).toEqual(expected);
    }
  });

  test('more was held than can be', () => {
    const most = 16 * 1024 * 1024;
    const translator = new ChatTranslator(seed);
    translator.push(chunk(call(0, 'read', '{')));
    translator.push(chunk(call(1, 'list', 'x'.repeat(most - 1))));
    expect(translator.push(chunk({ content: '' }))).toEqual([]);
    const over = translator.push(
      chunk({ tool_calls: [{ index: 1, function: { arguments: 'xxx' } }] }),
    );
    expect(over).toEqual([failure('api_error', 'sent more than can be held')]);
    expect(translator.push(finish('stop'))).toEqual([]);
    expect(translator.end('complete')).toEqual([]);
  });
});

test('a stream that the client left, or that has ended, says nothing more', () => {
  const left = new ChatTranslator(seed);
  left.push(chunk({ content: 'a' }));
  expect(left.end('aborted')).toEqual([]);
  expect(left.push(finish('stop'))).toEqual([]);
  expect(left.end('complete')).toEqual([]);
  const over = new ChatTranslator(seed);
  over.push(finish('stop'));
  expect(over.end('complete')).toHaveLength(2);
  expect([over.end('complete'), over.push(chunk({ content: 'a' }))]).toEqual([[], []]);
});
