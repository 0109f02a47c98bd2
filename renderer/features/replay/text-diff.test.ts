import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines, diffText, type DiffPart } from './text-diff.ts';

const side = (parts: readonly DiffPart[], kind: 'left' | 'right'): string =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === kind)
    .map(({ text }) => text)
    .join('');

test('marks the words that differ and keeps the rest together', () => {
  expect(diffText('read the file now', 'read that file now')).toEqual([
    { kind: 'same', text: 'read ' },
    { kind: 'left', text: 'the' },
    { kind: 'right', text: 'that' },
    { kind: 'same', text: ' file now' },
  ]);
});

test('the same text is one part, an empty one is all on the other side', () => {
  expect(diffText('a b', 'a b')).toEqual([{ kind: 'same', text: 'a b' }]);
  expect(diffText('', 'a b')).toEqual([{ kind: 'right', text: 'a b' }]);
  expect(diffText('', '')).toEqual([]);
});

test('both texts can be read from it, whatever they are', () => {
  const words = fc.array(fc.constantFrom('a', 'b', ' ', '\n', 'c d', '한국'), { maxLength: 40 });
  fc.assert(
    fc.property(words, words, (one, other) => {
      const [left, right] = [one.join(''), other.join('')];
      for (const parts of [diffText(left, right), diffLines(left, right)]) {
        expect(parts && [side(parts, 'left'), side(parts, 'right')]).toEqual([left, right]);
      }
    }),
    { numRuns: 1000 },
  );
});

test('is as short as it can be', () => {
  const parts = diffText('a b c a b b a', 'c b a b a c');
  const changes = (parts ?? []).filter(({ kind }) => kind !== 'same');
  const words = changes.flatMap(({ text }) => text.trim().split(/\s+/)).filter((w) => w !== '');
  expect(words.length).toBeLessThanOrEqual(5);
});

test('texts that have nothing in common are given up, in little time', () => {
  const left = Array.from({ length: 3_000 }, (_, at) => `left${String(at)}`).join('\n');
  const right = Array.from({ length: 3_000 }, (_, at) => `right${String(at)}`).join('\n');
  expect(diffText(left, right)).toBeNull();
});
