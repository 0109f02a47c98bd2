import { expect, test } from 'vitest';
import { mergeDetails, restoreDetails } from './reasoning-details.ts';

test.each<[string, readonly unknown[], readonly unknown[]]>([
  [
    'texts of one entry are joined, everything else is as last said',
    [
      { type: 'reasoning.text', index: 0, text: 'a', format: 'x', id: 'one' },
      { type: 'reasoning.text', index: 0, text: 'b', format: 'y', id: null },
      { type: 'reasoning.text', index: 0, signature: 's', format: undefined },
    ],
    [{ type: 'reasoning.text', index: 0, text: 'ab', format: 'y', id: 'one', signature: 's' }],
  ],
  [
    'summaries too',
    [
      { type: 'reasoning.summary', index: 0, summary: 'a' },
      { type: 'reasoning.summary', index: 0, summary: 'b' },
    ],
    [{ type: 'reasoning.summary', index: 0, summary: 'ab' }],
  ],
  [
    'a text that was none before begins, and one that is none replaces',
    [
      { type: 'reasoning.text', index: 0, text: null },
      { type: 'reasoning.text', index: 0, text: 'a' },
      { type: 'reasoning.text', index: 0, text: 7 },
    ],
    [{ type: 'reasoning.text', index: 0, text: 7 }],
  ],
  [
    'other words are not joined',
    [
      { type: 'reasoning.text', index: 0, id: 'a' },
      { type: 'reasoning.text', index: 0, id: 'b' },
    ],
    [{ type: 'reasoning.text', index: 0, id: 'b' }],
  ],
  [
    'entries of another index or type stay apart',
    [
      { type: 'reasoning.text', index: 0, text: 'a' },
      { type: 'reasoning.text', index: 1, text: 'b' },
      { type: 'reasoning.summary', index: 0, summary: 'c' },
    ],
    [
      { type: 'reasoning.text', index: 0, text: 'a' },
      { type: 'reasoning.text', index: 1, text: 'b' },
      { type: 'reasoning.summary', index: 0, summary: 'c' },
    ],
  ],
  [
    'encrypted entries come whole, however alike',
    [
      { type: 'reasoning.encrypted', index: 0, data: 'a' },
      { type: 'reasoning.encrypted', index: 0, data: 'b' },
    ],
    [
      { type: 'reasoning.encrypted', index: 0, data: 'a' },
      { type: 'reasoning.encrypted', index: 0, data: 'b' },
    ],
  ],
  ['what is no entry is left out', [null, 'a', 7, undefined, {}], [{}]],
])('%s', (_name, pieces, merged) => {
  expect(mergeDetails(pieces, 'thinking of the block')).toEqual(merged);
});

test('a text that the block has already is carried once, and comes back', () => {
  const pieces = [
    { type: 'reasoning.text', index: 0, text: 'the ' },
    { type: 'reasoning.text', index: 0, text: 'words', signature: 's' },
    { type: 'reasoning.text', index: 1, text: 'others' },
  ];
  const carried = mergeDetails(pieces, 'the words');
  expect(JSON.stringify(carried)).not.toContain('the words');
  expect(restoreDetails(carried, 'the words')).toEqual([
    { type: 'reasoning.text', index: 0, text: 'the words', signature: 's' },
    { type: 'reasoning.text', index: 1, text: 'others' },
  ]);
});

test('an empty text is itself', () => {
  const empty = [{ type: 'reasoning.text', index: 0, text: '' }];
  expect(mergeDetails(empty, '')).toEqual(empty);
});

test('what is not ours is given back as it is', () => {
  const details = [null, 7, { text: null }, { text: {} }, { text: 'a' }, { data: 'x' }];
  expect(restoreDetails(details, 'b')).toEqual(details);
});
