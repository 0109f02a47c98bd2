import type { StreamEventRecord } from '../../../shared/domain/exchange.ts';
import { longGapMs } from './events.ts';

/** A silence within a stream, between two events that follow each other. */
export interface StreamGap {
  readonly fromMs: number;
  readonly lengthMs: number;
  /** The event that ended it. */
  readonly index: number;
  readonly type: string;
}

const listed = 5;

/** The longest silences, the longest first; only those long enough to be felt. */
export function longestGaps(events: readonly StreamEventRecord[]): readonly StreamGap[] {
  const gaps: StreamGap[] = [];
  for (let place = 1; place < events.length; place += 1) {
    const [before, event] = [events[place - 1], events[place]];
    if (before === undefined || event === undefined) continue;
    const lengthMs = event.atMs - before.atMs;
    if (lengthMs > longGapMs)
      gaps.push({ fromMs: before.atMs, lengthMs, index: event.index, type: event.type });
  }
  return gaps.toSorted((a, b) => b.lengthMs - a.lengthMs).slice(0, listed);
}

/** How many events came in each of `count` equal pieces of the time, for the strip. */
export function eventDensity(
  events: readonly StreamEventRecord[],
  wholeMs: number,
  count: number,
): readonly number[] {
  const pieces = Array.from({ length: count }, () => 0);
  for (const { atMs } of events) {
    const piece = Math.min(count - 1, Math.max(0, Math.floor((atMs / wholeMs) * count)));
    pieces[piece] = (pieces[piece] ?? 0) + 1;
  }
  return pieces;
}
