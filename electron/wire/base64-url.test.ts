import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from './base64-url.ts';

test('every text comes back, out of characters that an id may have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = encodeBase64Url(text);
      expect(encoded).toMatch(/^[A-Za-z0-9_-]*$/);
      expect(decodeBase64Url(encoded)).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['characters of plain base64', 'Pz8/'],
  ['a blank in front', ' YQ'],
  ['a blank behind', 'YQ '],
  ['padding', 'YQ=='],
  ['a length that nothing has', 'YWJjZ'],
  ['bytes that are no text', '_w'],
])('%s: not ours', (_name, encoded) => {
  expect(decodeBase64Url(encoded)).toBeNull();
});
