import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { dayStart } from './local-day.ts';
import { printSpan, readSpan } from './traffic-filter-time.ts';
import { timeKeys } from './traffic-filter.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const iso = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : new Date(at).toISOString().replace('.000Z', 'Z');
const read = (key: (typeof timeKeys)[number], text: string, now: string) => {
  const span = readSpan(key, text, Date.parse(now));
  return span === null ? null : [iso(span.from), iso(span.to)];
};

describe('a time in New York', () => {
  test.each<[string, 'since' | 'until' | 'day', string, [string | null, string | null]]>([
    // Clocks go from 02:00 to 03:00, so the day has 23 hours.
    ['2026-03-08T20:00:00Z', 'day', 'today', ['2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z']],
    ['2026-03-09T20:00:00Z', 'day', 'yesterday', ['2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z']],
    // An hour that the day does not have begins where the clocks go on.
    ['2026-03-08T20:00:00Z', 'since', '02:30', ['2026-03-08T07:30:00Z', null]],
    ['2026-03-08T20:00:00Z', 'since', '24h', ['2026-03-07T20:00:00Z', null]],
    // 16:00 there; 16:00 of the day before is 23 hours earlier.
    ['2026-03-08T20:00:00Z', 'since', '1d', ['2026-03-07T21:00:00Z', null]],
    // From 02:00 back to 01:00: 25 hours.
    ['2026-11-01T20:00:00Z', 'day', '2026-11-01', ['2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z']],
    ['2026-11-02T20:00:00Z', 'until', 'yesterday', [null, '2026-11-02T05:00:00Z']],
    ['2026-11-20T20:00:00Z', 'until', '2026-11-18T09:30', [null, '2026-11-18T14:31:00Z']],
    ['2026-11-20T20:00:00Z', 'since', '2026-11-18T09:30Z', ['2026-11-18T09:30:00Z', null]],
    ['2026-11-20T20:00:00Z', 'since', '2026-11-18T09:30+09:00', ['2026-11-18T00:30:00Z', null]],
    // Still the 20th there.
    ['2026-11-21T03:00:00Z', 'since', '14:30', ['2026-11-20T19:30:00Z', null]],
  ])('at %s, %s:%s', (now, key, text, span) => {
    process.env['TZ'] = 'America/New_York';
    expect(read(key, text, now)).toEqual(span);
  });
});

test.each(['America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe', 'Asia/Seoul', 'UTC'])(
  'in %s any span is read back from its text',
  (timeZone) => {
    process.env['TZ'] = timeZone;
    // 2026 with its two changes of the clocks, by the quarter of an hour and by the ms.
    const first = Date.parse('2026-01-01T00:00:00Z');
    const instant = fc.oneof(
      fc.nat(365 * 96).map((quarters) => first + quarters * 900_000),
      fc.nat(365 * 86_400_000).map((ms) => first + ms),
      fc.nat(364).map((days) => dayStart(first, days)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...timeKeys), instant, (key, at) => {
        const span =
          key === 'day'
            ? { from: dayStart(at), to: dayStart(at, 1) }
            : { from: key === 'since' ? at : null, to: key === 'until' ? at : null };
        expect(readSpan(key, printSpan(key, span), 0)).toEqual(span);
      }),
      { numRuns: 2_000 },
    );
  },
);
