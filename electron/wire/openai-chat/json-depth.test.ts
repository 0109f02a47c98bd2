import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonDepth } from './json-depth.ts';

function completes(...pieces: readonly string[]): boolean {
  const depth = new JsonDepth();
  for (const piece of pieces) depth.push(piece);
  return depth.isComplete;
}

test.each([
  ['{}', true],
  ['[]', true],
  ['{"a":[{"b":"c"}]}', true],
  ['{"a":"}"', false],
  ['{"a":"\\"}"', false],
  ['{"a":"\\\\"}', true],
  ['{"a":{"b":1}', false],
  ['"a"', false],
  ['7', false],
  ['', false],
  [']', true],
  ['{}{', true],
])('%s: %s', (json, expected) => {
  expect(completes(json)).toBe(expected);
});

test('of any JSON, cut anywhere, exactly the whole object or list is complete', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
      fc.nat(),
      (value, seed) => {
        const json = JSON.stringify(value);
        const cut = seed % json.length;
        expect(completes(json.slice(0, cut))).toBe(false);
        expect(completes(json.slice(0, cut), json.slice(cut))).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
