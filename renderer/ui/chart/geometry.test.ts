import { describe, expect, test } from 'vitest';
import {
  areaPath,
  doublingTicks,
  linearScale,
  linePath,
  logScale,
  niceTicks,
  runsOf,
  spreadLabels,
} from './geometry.ts';

describe('scales', () => {
  test('a linear scale maps ends to ends and may run downwards', () => {
    const scale = linearScale(0, 200, 100, 0);
    expect([0, 50, 200].map(scale)).toEqual([100, 75, 0]);
  });
  test('an empty span stays at its start', () => {
    expect(linearScale(3, 3, 10, 90)(3)).toBe(10);
  });
  test('a log scale gives each doubling the same room', () => {
    const scale = logScale(0.5, 8, 0, 40);
    expect([0.5, 1, 2, 4, 8].map((v) => Math.round(scale(v)))).toEqual([0, 10, 20, 30, 40]);
    expect(scale(0)).toBe(0);
  });
});

describe('ticks', () => {
  test.each([
    [302, [0, 100, 200, 300, 400]],
    [0.0042, [0, 0.002, 0.004, 0.006]],
    [7, [0, 2, 4, 6, 8]],
    [0, [0, 1]],
  ])('up to %s', (highest, expected) => {
    expect(niceTicks(highest)).toEqual(expected);
  });
  test('doublings enclose both ends', () => {
    expect(doublingTicks(0.42, 11.2)).toEqual([0.25, 0.5, 1, 2, 4, 8, 16]);
  });
});

describe('paths', () => {
  const a = { x: 0, y: 1 };
  const b = { x: 10, y: 2 };
  test('a missing value breaks the line instead of dropping to zero', () => {
    expect(runsOf([a, b, null, b, null, null, a])).toEqual([[a, b], [b], [a]]);
  });
  test('line and area', () => {
    expect(linePath([a, b])).toBe('M0.0 1.0L10.0 2.0');
    expect(areaPath([a, b], 20)).toBe('M0.0 1.0L10.0 2.0L10.0 20.0L0.0 20.0Z');
    expect(areaPath([a], 20)).toBe('');
  });
  test('labels keep their distance and their order', () => {
    expect(spreadLabels([10, 12, 80], 14, 0, 90)).toEqual([10, 24, 80]);
    expect(spreadLabels([88, 85], 14, 0, 90)).toEqual([90, 76]);
  });
});
