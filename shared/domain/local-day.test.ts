import { afterEach, describe, expect, test } from 'vitest';
import { dayStart, localDay } from './local-day.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const hoursOf = (at: number): number => (dayStart(at, 1) - dayStart(at)) / 3_600_000;

describe('a local day', () => {
  test.each<[string, string, number]>([
    ['America/New_York', '2026-03-08T20:00:00Z', 23],
    ['America/New_York', '2026-11-01T20:00:00Z', 25],
    ['America/New_York', '2026-11-20T20:00:00Z', 24],
    // Clocks change at midnight: the day begins at 01:00.
    ['Africa/Cairo', '2026-04-24T10:00:00Z', 23],
    // The hour after midnight comes twice.
    ['America/Havana', '2026-11-01T20:00:00Z', 25],
    ['Asia/Seoul', '2026-11-20T20:00:00Z', 24],
  ])('in %s around %s has %i hours', (timeZone, at, hours) => {
    process.env['TZ'] = timeZone;
    expect(hoursOf(Date.parse(at))).toBe(hours);
  });

  test('is the day of the clock on the wall, and days are counted by the calendar', () => {
    process.env['TZ'] = 'Asia/Seoul';
    const at = Date.parse('2026-11-20T15:30:00Z');
    expect([localDay(at), localDay(at - 3_600_000)]).toEqual(['2026-11-21', '2026-11-20']);
    expect([-90, 0, 12].map((days) => localDay(dayStart(at, days)))).toEqual([
      '2026-08-23',
      '2026-11-21',
      '2026-12-03',
    ]);
  });
});
