import { describe, expect, test } from 'vitest';
import type { MessagesEvent } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { findGrammarBreach } from '../grammar.ts';
import { seed } from '../testing/streams.ts';
import { chunkSchema } from './schema.ts';
import { ChatTranslator } from './stream.ts';

/** Deltas as a vendor sends them, and the events that they become. */
function translate(deltas: readonly object[], finish = 'tool_calls'): readonly MessagesEvent[] {
  const translator = new ChatTranslator(seed);
  const chunks = [
    ...deltas.map((delta) => ({ choices: [{ index: 0, delta }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: finish }] },
  ];
  const events = chunks.flatMap((chunk) => translator.push(chunkSchema.parse(chunk)));
  return [...events, ...translator.end('complete')];
}

function callsOf(...pieces: readonly (readonly object[])[]): unknown[] {
  const events = translate(pieces.map((tool_calls) => ({ tool_calls })));
  expect(findGrammarBreach(events, { complete: true })).toBeNull();
  return (accumulate(events)?.content ?? []).map((block) => [block.name, block.input]);
}

const named = (name: string, text: unknown = '') => ({ function: { name, arguments: text } });
const more = (text: unknown) => ({ function: { arguments: text } });

describe('pieces find their call', () => {
  test.each<[string, readonly (readonly object[])[], unknown[]]>([
    [
      'by id alone, interleaved',
      [
        [{ id: 'a', ...named('one') }],
        [{ id: 'b', ...named('two') }],
        [{ id: 'a', ...more('{"x":1}') }],
        [{ id: 'b', ...more('{"y":2}') }],
      ],
      [
        ['one', { x: 1 }],
        ['two', { y: 2 }],
      ],
    ],
    [
      'by being next, without id and index',
      [[named('one', '{')], [more('"x":1}')]],
      [['one', { x: 1 }]],
    ],
    [
      'a name begins the next one',
      [[named('one', '{}')], [named('two', '{}')], [named('one', '{}')]],
      [
        ['one', {}],
        ['two', {}],
        ['one', {}],
      ],
    ],
    ['a name that comes last', [[more('{"x":1}')], [named('one')]], [['one', { x: 1 }]]],
    [
      'a fresh id with every piece is no new call without a name',
      [[{ index: 0, id: 'a', ...named('one', '{') }], [{ index: 0, id: 'b', ...more('}') }]],
      [['one', {}]],
    ],
    [
      'by position, where only the first pieces are numbered',
      [
        [
          { index: 0, id: 'a', ...named('one') },
          { index: 1, id: 'b', ...named('two') },
        ],
        [more('{"x":1}'), more('{"y":2}')],
      ],
      [
        ['one', { x: 1 }],
        ['two', { y: 2 }],
      ],
    ],
    [
      'arguments of null say nothing',
      [[{ index: 0, id: 'a', ...named('one', null) }], [{ index: 0, ...more('{"x":1}') }]],
      [['one', { x: 1 }]],
    ],
    [
      'an object in place of text',
      [[{ index: 0, id: 'a', ...named('one', { x: { y: 1 } }) }]],
      [['one', { x: { y: 1 } }]],
    ],
  ])('%s', (_name, pieces, expected) => {
    expect(callsOf(...pieces)).toEqual(expected);
  });

  test.each([[{}], [{ index: 0, id: '', ...named('', '') }], [{ id: null, function: null }]])(
    'an empty piece is no call: %j',
    (piece) => {
      const events = translate([{ tool_calls: [piece] }, { content: 'so' }], 'stop');
      expect(accumulate(events)).toMatchObject({
        content: [{ type: 'text', text: 'so' }],
        stop_reason: 'end_turn',
      });
    },
  );

  test('the old single call', () => {
    const events = translate([
      { function_call: { name: 'one', arguments: '{"x"' } },
      { function_call: { arguments: ':1}' } },
    ]);
    expect(accumulate(events)?.content).toMatchObject([{ name: 'one', input: { x: 1 } }]);
  });

  test('ids are never used twice, and none is empty', () => {
    const piece = (index: number, id: string) => ({ index, id, ...named('one', '{}') });
    const events = translate([
      { tool_calls: [piece(0, 'a')] },
      { tool_calls: [piece(1, 'a'), piece(2, ''), piece(3, '')] },
    ]);
    const ids = (accumulate(events)?.content ?? []).map((block) => String(block.id));
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe('a');
    expect(ids.every((id) => /^[a-zA-Z0-9_-]+$/.test(id))).toBe(true);
  });
});

describe('what is held', () => {
  const big = 'x'.repeat(17 * 1024 * 1024);

  test.each<[string, readonly object[]]>([
    [
      'a call behind an open one',
      [{ tool_calls: [{ index: 1, id: 'b', ...named('two', `{"x":"${big}`) }] }],
    ],
    ['text behind an open call', [{ content: big }]],
    ['reasoning behind an open call', [{ reasoning_content: big }]],
  ])('has a bound: %s', (_name, deltas) => {
    const open = { tool_calls: [{ index: 0, id: 'a', ...named('one', '{') }] };
    const events = translate([open, ...deltas]);
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { type: 'api_error' } });
    expect(events.some(({ type }) => type === 'message_stop')).toBe(false);
  });

  test('a call without a name stays held until it has one', () => {
    const translator = new ChatTranslator(seed);
    const push = (piece: object) =>
      translator.push(chunkSchema.parse({ choices: [{ delta: { tool_calls: [piece] } }] }));
    expect(push({ index: 0, id: 'a', ...more('{}') }).map(({ type }) => type)).toEqual([
      'message_start',
    ]);
    expect(push({ index: 0, ...named('one') }).map(({ type }) => type)).toEqual([
      'content_block_start',
      'content_block_delta',
    ]);
  });

  test('thinking begins without a signature, text without words opens nothing', () => {
    const events = translate(
      [{ reasoning_content: 'hm' }, { content: '' }, { content: 'so' }],
      'stop',
    );
    const starts = events.filter(({ type }) => type === 'content_block_start');
    expect(starts).toEqual([
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
    ]);
  });
});
