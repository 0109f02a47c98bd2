/** A calendar day of the user, `YYYY-MM-DD`. */
export type LocalDay = string;

/** The local day of an instant (epoch ms), `2026-11-21`: the day that the user lived, wherever it is read later. */
export function localDay(at: number): LocalDay {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = String(date.getFullYear()).padStart(4, '0');
  return `${year}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first instant of the local day that `at` (epoch ms) lies in, or of the day so many days later. */
export function dayStart(at: number, daysLater = 0): number {
  const day = new Date(at);
  // By the calendar: days have 23 or 25 hours too, and where clocks change at midnight one begins at 01:00.
  return startOfDate(day.getFullYear(), day.getMonth(), day.getDate() + daysLater);
}

/** The first instant of a local date; `month` from 0. Days beyond the month's go on into the next. */
export function startOfDate(year: number, month: number, date: number): number {
  const start = new Date(0);
  start.setFullYear(year, month, date);
  return start.setHours(0, 0, 0, 0);
}
