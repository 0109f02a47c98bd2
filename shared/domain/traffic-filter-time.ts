import { dayStart, localDay, startOfDate } from './local-day.ts';
import type { TimeKey, TimeSpan } from './traffic-filter.ts';

const MINUTE_MS = 60_000;
const DAY_WORDS: Readonly<Record<string, number>> = { today: 0, yesterday: -1 };

/**
 * What a value of `since`, `until` or `day` lets through; null where it names no time. A value names a stretch: a
 * local day, a minute, a second, or, as an age, an instant. `since` holds from its beginning on, `until` to its end.
 * `now` (epoch ms) is what ages count from and whose day `today` and `14:30` are of.
 */
export function readSpan(key: TimeKey, text: string, now: number): TimeSpan | null {
  const named = readDay(text, now) ?? (key === 'day' ? null : readTime(text, now));
  if (named === null) return null;
  return { from: key === 'until' ? null : named.from, to: key === 'since' ? null : named.to };
}

/** The shortest text that `readSpan` takes for the span again. */
export function printSpan(key: TimeKey, span: TimeSpan): string {
  // The last ms inside it, or the first, is what the text has to name.
  const at = key === 'until' ? (span.to ?? 0) - 1 : (span.from ?? 0);
  const day = localDay(at);
  const clock = new Date(at).toTimeString();
  const texts = [day, `${day}T${clock.slice(0, 5)}`, `${day}T${clock.slice(0, 8)}`];
  const found = texts.find((text) => {
    const read = readSpan(key, text, 0);
    return read?.from === span.from && read.to === span.to;
  });
  return found ?? new Date(at).toISOString();
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** `2026-11-20`, `today`, `yesterday`. */
function readDay(text: string, now: number): Stretch | null {
  const daysLater = Object.hasOwn(DAY_WORDS, text.toLowerCase())
    ? DAY_WORDS[text.toLowerCase()]
    : undefined;
  const from = daysLater === undefined ? startOf(text) : dayStart(now, daysLater);
  return from === null ? null : { from, to: dayStart(from, 1) };
}

function startOf(text: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, date = 0] = found.slice(1).map(Number);
  const start = startOfDate(year, month - 1, date);
  // The 31st of a month that has 30 days would be the 1st of the next.
  return localDay(start) === text ? start : null;
}

const clockTime = /^(?:(.*)T)?(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?(Z|[+-]\d\d:\d\d)?$/i;

/** `14:30` of today, `2026-11-20T14:30`, with seconds, with a zone of its own; `2h`. */
function readTime(text: string, now: number): Stretch | null {
  const found = clockTime.exec(text);
  if (found === null) return readAge(text, now);
  const [, day, hours, minutes, seconds, ms, zone] = found;
  const [hour = 0, minute = 0, second = 0, rest = 0] = [hours, minutes, seconds, ms].map((digits) =>
    Number(digits ?? 0),
  );
  if (hour > 23 || minute > 59 || second > 59) return null;
  const start = day === undefined ? dayStart(now) : startOf(day);
  if (start === null || (zone !== undefined && day === undefined)) return null;
  const from =
    zone === undefined
      ? new Date(start).setHours(hour, minute, second, rest)
      : Date.parse(text.toUpperCase());
  return Number.isNaN(from) ? null : { from, to: from + precisionMs(seconds, ms) };
}

/** As finely as it was typed. */
function precisionMs(seconds: string | undefined, ms: string | undefined): number {
  if (ms !== undefined) return 1;
  return seconds === undefined ? MINUTE_MS : 1000;
}

const msPerUnit: Readonly<Record<string, number>> = {
  s: 1000,
  m: MINUTE_MS,
  min: MINUTE_MS,
  h: 60 * MINUTE_MS,
};
const daysPerUnit: Readonly<Record<string, number>> = { d: 1, w: 7 };

/** `30m`, `2h`; `7d` is the same clock time seven days ago, whatever the clocks did between. */
function readAge(text: string, now: number): Stretch | null {
  const [, digits = '', suffix = ''] = /^(\d{1,5})(s|m|min|h|d|w)$/i.exec(text) ?? [];
  if (digits === '') return null;
  const ms = msPerUnit[suffix.toLowerCase()];
  const ago = new Date(now);
  if (ms === undefined)
    ago.setDate(ago.getDate() - Number(digits) * (daysPerUnit[suffix.toLowerCase()] ?? 0));
  const at = ms === undefined ? ago.getTime() : now - Number(digits) * ms;
  return { from: at, to: at };
}
