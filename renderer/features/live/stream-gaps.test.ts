import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventDensity, longestGaps } from './stream-gaps.ts';

const at = (...times: readonly number[]) =>
  times.map((atMs, index) => ({ index, atMs, type: `t${String(index)}`, data: '' }));

test('silences are listed by length, each with the event that ended it', () => {
  expect(longestGaps(at(0, 100, 2_000, 2_400, 9_000))).toEqual([
    { fromMs: 2_400, lengthMs: 6_600, index: 4, type: 't4' },
    { fromMs: 100, lengthMs: 1_900, index: 2, type: 't2' },
  ]);
});

test('every event is in one piece of the strip, whenever it came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000)), fc.integer({ min: 1, max: 10_000 }), (times, whole) => {
      const pieces = eventDensity(at(...times), whole, 60);
      expect(pieces).toHaveLength(60);
      expect(pieces.reduce((sum, each) => sum + each, 0)).toBe(times.length);
    }),
  );
});
