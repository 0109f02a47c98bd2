import type { Disposable } from '../../shared/base/disposable.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import type { TrafficBatch } from '../../shared/ipc/contract.ts';

/** At most four pushes a second per view: more cannot be read, and each costs both processes. */
const INTERVAL_MS = 250;
const MAX_ROWS = 200;

/** Calls back once after the delay; returns its own cancellation. */
export type Schedule = (callback: () => void, delayMs: number) => () => void;

export const systemSchedule: Schedule = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
};

export interface LiveFeed extends Disposable {
  row(row: ExchangeRow): void;
  /** Rows that change while nobody watches are not kept: a view reads the list when it opens. */
  watch(isWatched: boolean): void;
}

/** Pushes the newest state of each changed exchange, the one that changed last in the end of the batch. */
export function createLiveFeed(
  push: (batch: TrafficBatch) => void,
  schedule: Schedule = systemSchedule,
): LiveFeed {
  const changed = new Map<string, ExchangeRow>();
  let isWatched = false;
  let cancel: (() => void) | null = null;

  const flush = (): void => {
    cancel = null;
    if (changed.size === 0) return;
    const rows = [...changed.values()].slice(-MAX_ROWS);
    const skipped = changed.size - rows.length;
    changed.clear();
    push({ rows, skipped });
  };
  const stop = (): void => {
    cancel?.();
    cancel = null;
    changed.clear();
    isWatched = false;
  };
  return {
    row: (row) => {
      if (!isWatched) return;
      changed.delete(row.id);
      changed.set(row.id, row);
      cancel ??= schedule(flush, INTERVAL_MS);
    },
    watch: (wanted) => {
      if (wanted) isWatched = true;
      else stop();
    },
    dispose: stop,
  };
}
