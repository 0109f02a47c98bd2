import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shiftOf } from './still.ts';

const ids = Array.from({ length: 40 }, (_, place) => `r${String(place)}`);
const seen = { place: 10, ids: ids.slice(10, 20) };

test('rows before what is seen move it, rows behind it do not', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(9), (added, behind, gone) => {
      const before = Array.from({ length: added }, (_, place) => `older ${String(place)}`);
      const after = Array.from({ length: behind }, (_, place) => `newer ${String(place)}`);
      expect(shiftOf(seen, [...before, ...ids.slice(gone), ...after])).toBe(added - gone);
    }),
  );
});

test('most of what is seen decides where it is torn apart', () => {
  const [head, rest] = [ids.slice(0, 13), ids.slice(13)];
  expect(shiftOf(seen, [...head, 'between', 'two', ...rest])).toBe(2);
  expect(shiftOf(seen, [...ids.slice(0, 18), 'between', ...ids.slice(18)])).toBe(0);
  // The conversation at the top of the window spoke and went to the end.
  expect(shiftOf(seen, [...ids.slice(0, 10), ...ids.slice(12), 'r10', 'r11'])).toBe(-2);
});

test('where nothing of it is left the list stays', () => {
  expect(shiftOf(seen, ['other'])).toBe(0);
  expect(shiftOf({ place: 0, ids: [] }, ids)).toBe(0);
});
