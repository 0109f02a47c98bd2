import { expect, test } from 'vitest';
import { readContent, readReasoning } from './reasoning.ts';
import type { ChatDelta } from './schema.ts';

test.each<[string, object, string, string]>([
  ['nothing', {}, '', 'reasoning_details'],
  ['its own field', { reasoning_content: 'a' }, 'a', 'reasoning_content'],
  ['the other field', { reasoning: 'a', reasoning_content: '' }, 'a', 'reasoning'],
  [
    'several that say the same',
    { reasoning: 'a', reasoning_content: 'a', reasoning_details: [{ text: 'a' }] },
    'a',
    'reasoning_content',
  ],
  [
    'details only',
    {
      reasoning_details: [
        { text: 'a' },
        { summary: 'b' },
        { data: 'x' },
        { text: 7, summary: 'c' },
      ],
    },
    'abc',
    'reasoning_details',
  ],
  ['details of none', { reasoning_details: [null, 'a', 7] }, '', 'reasoning_details'],
  ['no details', { reasoning_details: null }, '', 'reasoning_details'],
])('reasoning in %s', (_name, delta, text, field) => {
  expect(readReasoning(delta as ChatDelta)).toMatchObject({ text, field });
});

test('details that are no objects are left out, the others are kept as they came', () => {
  const details = [{ text: 'a', index: 0 }, null, 'b', { type: 'reasoning.encrypted' }];
  expect(readReasoning({ reasoning_details: details }).details).toEqual([details[0], details[3]]);
  expect(readReasoning({ reasoning: 'a' }).details).toEqual([]);
});

test.each<[string, object, readonly object[]]>([
  ['a text', { content: 'a' }, [{ kind: 'text', text: 'a' }]],
  ['an empty text', { content: '' }, []],
  ['nothing', {}, []],
  [
    'a refusal behind it',
    { content: 'a', refusal: 'no' },
    [
      { kind: 'text', text: 'a' },
      { kind: 'text', text: 'no' },
    ],
  ],
  [
    'parts of all kinds',
    {
      content: [
        {
          type: 'thinking',
          thinking: [{ type: 'text', text: 'a' }, null, { text: ['x'] }, { text: [{ text: 'b' }] }],
        },
        { type: 'thinking', thinking: 'c' },
        { type: 'thinking', thinking: 7 },
        { type: 'text', text: 'd' },
        'e',
        null,
        { type: 'text' },
        { type: 'reference', reference_ids: [1] },
      ],
    },
    [
      { kind: 'thinking', text: 'ab' },
      { kind: 'thinking', text: 'c' },
      { kind: 'text', text: 'd' },
      { kind: 'text', text: 'e' },
    ],
  ],
])('content as %s', (_name, delta, pieces) => {
  expect(readContent(delta as ChatDelta)).toEqual(pieces);
});
