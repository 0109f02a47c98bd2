import { useEffect, useMemo, useState } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { localDay } from '../../../shared/domain/local-day.ts';
import { asksForText, matchesTraffic } from '../../../shared/domain/traffic-filter-match.ts';
import { parseTrafficFilter } from '../../../shared/domain/traffic-filter-parse.ts';
import { printTrafficFilter } from '../../../shared/domain/traffic-filter-print.ts';
import {
  maxFilterLength,
  type FilterProblem,
  type FilterTerm,
} from '../../../shared/domain/traffic-filter.ts';

export interface Filter {
  /** For the store; what is wrong in it, it leaves out as well. */
  readonly text: string;
  /** Equal for texts that ask for the same, whenever they are read; empty where nothing is asked for. */
  readonly key: string;
  /** Of ended requests the store has the last word. */
  readonly asksForText: boolean;
  /** It began at a time that is asked for. */
  readonly isInTime: (row: ExchangeRow) => boolean;
  readonly matches: (row: ExchangeRow) => boolean;
  /** Nothing is asked for (yet), so all rows are shown. */
  readonly isEmpty: boolean;
  /** It asks when requests began, so that what it lets through may change as time passes. */
  readonly hasTime: boolean;
  /** How far back (epoch ms) it asks by a time; null: it asks by none. */
  readonly asksBackTo: number | null;
  /** When it was read (epoch ms): what its ages count from. */
  readonly readAt: number;
  readonly problems: readonly FilterProblem[];
}

/** Any will do: ages read at one time are equal where they are the same age. */
const keyTime = Date.UTC(2000, 0, 1);

/** `now` (epoch ms) is when ages and `today` are read. */
export function parseFilter(text: string, now: number): Filter {
  const { terms, problems } = parseTrafficFilter(text, now);
  const times = terms.filter(({ type }) => type === 'time');
  return {
    text: text.slice(0, maxFilterLength),
    key: terms.length === 0 ? '' : printTrafficFilter(parseTrafficFilter(text, keyTime).terms),
    asksForText: asksForText(terms),
    isInTime: (row) => matchesTraffic(times, row),
    matches: (row) => matchesTraffic(terms, row),
    isEmpty: terms.length === 0,
    hasTime: times.length > 0,
    asksBackTo: earliestOf(terms),
    readAt: now,
    problems,
  };
}

function earliestOf(terms: readonly FilterTerm[]): number | null {
  const asked = terms.flatMap((term) => (term.type === 'time' && !term.negated ? [term] : []));
  const begins = asked.map(({ spans }) => Math.min(...spans.map(({ from }) => from ?? -Infinity)));
  // All terms hold together, so the latest beginning counts; without one, all that lies before an end is asked for.
  const latest = Math.max(-Infinity, ...begins);
  if (latest > -Infinity) return latest;
  const ends = asked.flatMap(({ spans }) => spans.flatMap(({ to }) => to ?? []));
  return ends.length === 0 ? null : Math.min(...ends);
}

/** The list begins anew at `now` (local time, to the ms); nothing is deleted, and what an earlier clearing has put gives way. */
export function clearedFilter(text: string, now: number): string {
  const clock = new Date(now).toTimeString().slice(0, 8);
  const begun = `since:${localDay(now)}T${clock}.${String(now % 1000).padStart(3, '0')}`;
  return `${text.replace(/\s*since:\S+T[\d:]+\.\d{3}$/, '')} ${begun}`.trim();
}

const minuteMs = 60_000;

/** The filter as the clock stands: `since:2h` and `day:today` move on with it, a minute at a time. */
export function useFilter(text: string, setAt: number): Filter {
  const [tick, setTick] = useState(0);
  const now = Math.max(setAt, tick);
  const filter = useMemo(() => parseFilter(text, now), [text, now]);
  const { hasTime } = filter;
  useEffect(() => {
    if (!hasTime) return undefined;
    const move = (): void => {
      if (!document.hidden) setTick(Date.now());
    };
    const timer = setInterval(move, minuteMs);
    document.addEventListener('visibilitychange', move);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', move);
    };
  }, [hasTime]);
  return filter;
}
