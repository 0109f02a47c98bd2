import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientToolId, upstreamToolId } from './tool-id.ts';

test('every id becomes one that Anthropic accepts, and comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
      const clientId = clientToolId(id);
      expect(clientId).toMatch(/^[a-zA-Z0-9_-]+$/);
      expect(upstreamToolId(clientId, 'any')).toBe(id);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['call_abc', 'call_abc'],
  ['functions.read:0', 'toolu_sy_ZnVuY3Rpb25zLnJlYWQ6MA'],
  ['toolu_sy_x', 'toolu_sy_dG9vbHVfc3lfeA'],
])('%s is held as %s', (id, expected) => {
  expect(clientToolId(id)).toBe(expected);
});

test.each([
  ['call_abc', 'nine', 'hqGF2GInJ'],
  ['call_abcd', 'nine', 'TiNDii2uJ'],
  ['abcdefgh1', 'nine', 'abcdefgh1'],
  ['abcdefgh12', 'nine', 'lYQEvAjkA'],
  ['x'.repeat(40), 'forty', 'x'.repeat(40)],
  ['x'.repeat(41), 'forty', 'call_YXpxnZTJn5e7ZMsVYo3XIXME'],
  ['x'.repeat(41), 'any', 'x'.repeat(41)],
  ['short', 'forty', 'short'],
] as const)('%s goes out in the form of %s as %s, in every version', (id, form, expected) => {
  expect(upstreamToolId(id, form)).toBe(expected);
});

test('forms are kept to, always in the same way, and different ids stay different', () => {
  const ids = Array.from({ length: 2000 }, (_, i) => `toolu_01${'x'.repeat(40)}${i}`);
  const nine = ids.map((id) => upstreamToolId(id, 'nine'));
  const forty = ids.map((id) => upstreamToolId(id, 'forty'));
  expect(nine.every((id) => /^[a-zA-Z0-9]{9}$/.test(id))).toBe(true);
  expect(forty.every((id) => id.length <= 40)).toBe(true);
  expect(new Set(nine).size).toBe(ids.length);
  expect(new Set(forty).size).toBe(ids.length);
  expect(ids.map((id) => upstreamToolId(id, 'nine'))).toEqual(nine);
  expect(upstreamToolId('abcdefgh1', 'nine')).toBe('abcdefgh1');
  expect(upstreamToolId('toolu_sy_broken!', 'any')).toBe('toolu_sy_broken!');
});
