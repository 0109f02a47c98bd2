import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globCovers, matchesGlob } from './glob.ts';

test.each([
  ['*', '', true],
  ['claude-*', 'claude-opus-5-5', true],
  ['claude-*', 'gpt-5', false],
  ['*haiku*', 'claude-haiku-5-5', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a*b*c', 'axxbyyc', true],
  ['a*b*c', 'axxbyy', false],
  ['a.c', 'abc', false],
])('%s on %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected);
});

test('agrees with the same pattern written as a regular expression', () => {
  const symbol = fc.constantFrom('a', 'b', '*', '?');
  fc.assert(
    fc.property(
      fc.string({ unit: symbol, maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
      (pattern, text) => {
        const source = pattern.replaceAll('*', '[^]*').replaceAll('?', '[^]');
        return matchesGlob(pattern, text) === new RegExp(`^${source}$`).test(text);
      },
    ),
    { numRuns: 2000 },
  );
});

test('never claims to cover a pattern that lets more through', () => {
  const symbol = fc.constantFrom('a', 'b', '*', '?');
  fc.assert(
    fc.property(
      fc.string({ unit: symbol, maxLength: 5 }),
      fc.string({ unit: symbol, maxLength: 5 }),
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 }),
      (wide, narrow, text) =>
        !globCovers(wide, narrow) || !matchesGlob(narrow, text) || matchesGlob(wide, text),
    ),
    { numRuns: 5000 },
  );
});

test.each([
  ['claude-*', 'claude-haiku-*', true],
  ['claude-haiku-*', 'claude-*', false],
  ['a?', 'a*', false],
  ['a*', 'a?', true],
])('%s covers %s: %s', (wide, narrow, expected) => {
  expect(globCovers(wide, narrow)).toBe(expected);
});
