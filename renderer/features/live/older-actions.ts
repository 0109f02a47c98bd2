import type { StoreApi } from 'zustand/vanilla';
import { settled, type Api } from '../../bridge.ts';
import { applyFailure, applyPage, applyRenewal, applyWord, nextBefore } from './older-rows.ts';
import type { Rows } from './traffic-state.ts';
import type { TrafficState, TrafficStore } from './traffic-store.ts';

/** Rows of one page. */
export const olderStep = 500;
/** Of one question; what is left is asked next. */
const mostAsked = 5000;

export interface OlderActions {
  /** The next page of the filter that stands. */
  readonly readOlder: () => Promise<void>;
  /** What was read goes on with the clock, where the filter asks by it. */
  readonly renewOlder: () => Promise<void>;
  /** Asks whether the filter finds what ended since. */
  readonly askPending: () => Promise<void>;
}

export function olderActions(
  api: Api,
  set: StoreApi<TrafficState>['setState'],
  get: () => TrafficState,
): OlderActions {
  return {
    readOlder: async () => {
      const { older } = get();
      if (older.phase === 'reading' || older.phase === 'end' || older.phase === 'full') return;
      const before = nextBefore(older, shownOf(get()));
      set({ older: { ...older, phase: 'reading' } });
      const reply = await settled(
        api.traffic.page({ filter: older.text, limit: olderStep, before }),
      );
      set((state) => {
        if (state.older.run !== older.run) return state;
        const next = reply.ok
          ? applyPage(state.older, reply.value, shownOf(state))
          : applyFailure(state.older, reply.error.message);
        return { older: next };
      });
    },
    renewOlder: async () => {
      const { older } = get();
      if (older.before === null || older.phase === 'reading') return;
      const before = nextBefore({ ...older, before: null }, shownOf(get()));
      const reply = await settled(
        api.traffic.page({ filter: older.text, limit: olderStep, before }),
      );
      set((state) =>
        reply.ok && state.older.run === older.run
          ? { older: applyRenewal(state.older, reply.value, shownOf(state)) }
          : state,
      );
    },
    askPending: async () => {
      const { older } = get();
      const exchangeIds = [...older.pending.keys()].slice(0, mostAsked);
      if (exchangeIds.length === 0) return;
      const reply = await settled(api.traffic.whichMatch({ filter: older.text, exchangeIds }));
      // What could not be asked stays as it is and is asked again.
      if (!reply.ok) return;
      const found = new Set(reply.value);
      set((state) =>
        state.older.run === older.run
          ? { older: applyWord(state.older, exchangeIds, found, state.rows) }
          : state,
      );
    },
  };
}

/** The rows of memory that the list shows. */
export function shownOf({ frozen, rows }: Pick<TrafficState, 'frozen' | 'rows'>): Rows {
  return frozen ?? rows;
}

/** Calls back once after the delay; returns its own cancellation. */
export type After = (callback: () => void, delayMs: number) => () => void;

const afterTimeout: After = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

/** A filter is typed; the store is asked when the typing rests. */
const typingMs = 200;
/** Between two questions about what has ended. */
const restMs = 1000;

/** Asks the store what the filter finds while mounted: once the typing rests, and as requests end. */
export function connectOlder(store: TrafficStore, after: After = afterTimeout): () => void {
  let stopTyping = (): void => undefined;
  let stopRest = (): void => undefined;
  let isResting = false;
  let isOver = false;

  const askWhenDue = (state: TrafficState, last: TrafficState | null): void => {
    if (!isDue(state)) {
      stopTyping();
      return;
    }
    if (last !== null && isDue(last) && last.older.run === state.older.run) return;
    stopTyping();
    stopTyping = after(() => void store.getState().readOlder(), typingMs);
  };
  const askPending = async (): Promise<void> => {
    if (isResting || store.getState().older.pending.size === 0) return;
    isResting = true;
    await store.getState().askPending();
    if (isOver) return;
    stopRest = after(() => {
      isResting = false;
      void askPending();
    }, restMs);
  };
  const stop = store.subscribe((state, last) => {
    askWhenDue(state, last);
    void askPending();
  });
  askWhenDue(store.getState(), null);
  return () => {
    isOver = true;
    stop();
    stopTyping();
    stopRest();
  };
}

/** Not before memory is read: pages begin where it ends. */
function isDue({ older, loaded }: TrafficState): boolean {
  return loaded && older.phase === 'due';
}
