import type { Language } from '../../shared/domain/preferences.ts';

/** Latin digits in every language. */
const locales: Readonly<Record<Language, string>> = {
  en: 'en-GB',
  ko: 'ko-KR-u-nu-latn',
  ar: 'ar-u-nu-latn',
};

/** 14:31:52, local time. */
export function formatClock(epochMs: number, withSeconds = true): string {
  const date = new Date(epochMs);
  const parts = [date.getHours(), date.getMinutes()];
  if (withSeconds) parts.push(date.getSeconds());
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** 18 Nov, 11월 18일: the year only when it is not this one. */
export function formatDay(epochMs: number, language: Language, now: number): string {
  const date = new Date(epochMs);
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** The clock for today, else the day: what lists show. */
export function formatMoment(epochMs: number, language: Language, now: number): string {
  return isSameDay(epochMs, now) ? formatClock(epochMs) : formatDay(epochMs, language, now);
}

/** The clock, with the day before it where it is not today. */
export function formatDayAndClock(epochMs: number, language: Language, now: number): string {
  const clock = formatClock(epochMs);
  return isSameDay(epochMs, now) ? clock : `${formatDay(epochMs, language, now)} ${clock}`;
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
