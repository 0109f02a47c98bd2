import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CostSummary } from '../../../shared/domain/cost.ts';
import { settled, type Api } from '../../bridge.ts';
import { rangeOf, type Grouping, type Period } from './selectors.ts';

export interface CostsState {
  readonly period: Period;
  readonly groupBy: Grouping;
  readonly summary: CostSummary | null;
  /** Epoch ms of the summary that is shown. */
  readonly readAt: number | null;
  readonly error: string | null;
  readonly setPeriod: (period: Period) => void;
  readonly setGroupBy: (groupBy: Grouping) => void;
  readonly load: () => Promise<void>;
}
export type CostsStore = StoreApi<CostsState>;

export function createCostsStore(api: Api): CostsStore {
  return createStore<CostsState>()((set, get) => ({
    period: 'days30',
    groupBy: 'model',
    summary: null,
    readAt: null,
    error: null,
    setPeriod: (period) => {
      set({ period });
      void get().load();
    },
    setGroupBy: (groupBy) => {
      set({ groupBy });
      void get().load();
    },
    load: async () => {
      const { period, groupBy } = get();
      const range = rangeOf(period, Date.now());
      const reply = await settled(api.costs.summary({ ...range, groupBy }));
      // The person chose something else meanwhile; its own answer is on its way.
      if (get().period !== period || get().groupBy !== groupBy) return;
      // What was read last stays on screen with its time.
      set(
        reply.ok
          ? { summary: reply.value, readAt: range.to, error: null }
          : { error: reply.error.message },
      );
    },
  }));
}

/** At most one sum in this time while requests pass. */
const reloadEveryMs = 3000;

/** Reads now, and again after today's figures changed. A hidden window reads nothing. */
export function connectCosts(store: CostsStore, api: Api): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let seen = '';
  void store.getState().load();
  const stop = api.app.statusChanged(({ today }) => {
    const figures = `${String(today.requests)} ${String(today.spentNanoUsd)}`;
    if (figures === seen || timer !== null) return;
    seen = figures;
    timer = setTimeout(() => {
      timer = null;
      if (!document.hidden) void store.getState().load();
    }, reloadEveryMs);
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
