import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { settled, type Api } from '../../bridge.ts';
import { isConversationKey } from './conversations.ts';
import { parseFilter } from './filter.ts';
import { olderActions, type OlderActions } from './older-actions.ts';
import { applyMove, noOlder, olderFor } from './older-rows.ts';
import {
  noSelection,
  pick,
  pickActive,
  pickAll,
  type PickMode,
  type Selection,
} from './selection.ts';
import { batched, relisted, resumption, type Moving } from './traffic-moves.ts';
import { keptRows, noRows, type Rows } from './traffic-state.ts';

export const detailTabs = [
  'summary',
  'why',
  'request',
  'response',
  'events',
  'timing',
  'cost',
] as const;
export type DetailTab = (typeof detailTabs)[number];

export interface TrafficState extends Moving, OlderActions {
  /** What the view shows while it is paused; the gateway and `rows` go on. */
  readonly frozen: Rows | null;
  readonly filterText: string;
  /** When it was set (epoch ms): what ages in it count from. */
  readonly filterSetAt: number;
  readonly selection: Selection;
  /** Conversations that show their sums only. */
  readonly closed: ReadonlySet<string>;
  /** The pane below is open; it keeps its tab from one request to the next. */
  readonly isOpen: boolean;
  readonly tab: DetailTab;
  readonly detail: ExchangeDetail | null;
  readonly detailError: string | null;
  readonly cancelling: ReadonlySet<string>;
  /** Ids whose cancel came too late. */
  readonly tooLate: ReadonlySet<string>;
  readonly setFilter: (text: string) => void;
  readonly togglePause: () => void;
  /** `ids` is the list as it stands, for ranges. */
  readonly pick: (id: string, mode: PickMode, ids: readonly string[]) => void;
  readonly pickAll: (ids: readonly string[]) => void;
  readonly pickActive: () => void;
  readonly fold: (key: string, open: boolean) => void;
  readonly open: (id: string) => void;
  readonly close: () => void;
  readonly setTab: (tab: DetailTab) => void;
  readonly cancel: (id: string) => Promise<void>;
  readonly relist: () => Promise<void>;
  readonly readDetail: () => Promise<void>;
}
export type TrafficStore = StoreApi<TrafficState>;

export function createTrafficStore(api: Api): TrafficStore {
  return createStore<TrafficState>()((set, get) => ({
    rows: noRows,
    movedAt: 0,
    loaded: false,
    error: null,
    frozen: null,
    filterText: '',
    filterSetAt: 0,
    isWhole: false,
    older: noOlder(0, parseFilter('', 0), false),
    selection: noSelection,
    closed: new Set<string>(),
    isOpen: false,
    tab: 'summary',
    detail: null,
    detailError: null,
    cancelling: new Set<string>(),
    tooLate: new Set<string>(),
    ...olderActions(api, set, get),
    setFilter: (filterText) =>
      set(({ older, isWhole }) => {
        const filterSetAt = Date.now();
        const filter = parseFilter(filterText, filterSetAt);
        return { filterText, filterSetAt, older: olderFor(older, filter, isWhole) };
      }),
    togglePause: () =>
      set(({ frozen, rows, older, isWhole }) => {
        if (frozen === null) return { frozen: rows };
        const move = resumption(frozen, rows, Date.now());
        return { frozen: null, older: applyMove(older, move, isWhole) };
      }),
    pick: (id, mode, ids) => {
      const { selection, isOpen } = get();
      set({ selection: pick(selection, id, mode, ids) });
      if (id === selection.active) return;
      set({ detailError: null });
      if (isOpen) void get().readDetail();
    },
    pickAll: (ids) => set(({ selection }) => ({ selection: pickAll(selection, ids) })),
    pickActive: () => set(({ selection }) => ({ selection: pickActive(selection) })),
    fold: (key, open) =>
      set((state) => {
        const closed = new Set(state.closed);
        if (open) closed.delete(key);
        else closed.add(key);
        return { closed };
      }),
    open: (id) => {
      set({ selection: pick(noSelection, id, 'only', []), isOpen: true, detailError: null });
      void get().readDetail();
    },
    close: () => set({ isOpen: false, detail: null }),
    setTab: (tab) => set({ tab }),
    cancel: async (id) => {
      set((state) => ({ cancelling: new Set(state.cancelling).add(id) }));
      const reply = await settled(api.traffic.cancel({ exchangeId: id }));
      set((state) => {
        const cancelling = new Set(state.cancelling);
        cancelling.delete(id);
        const missed = reply.ok && !reply.value;
        return {
          cancelling,
          tooLate: missed ? new Set(state.tooLate).add(id) : state.tooLate,
          detailError: reply.ok ? state.detailError : reply.error.message,
        };
      });
    },
    relist: async () => {
      const reply = await settled(api.traffic.list({ limit: keptRows, before: null }));
      set((state) =>
        reply.ok
          ? relisted(state, reply.value, Date.now())
          : { loaded: true, error: reply.error.message },
      );
    },
    readDetail: async () => {
      const id = get().selection.active;
      if (id === null || isConversationKey(id)) return;
      const reply = await settled(api.traffic.detail({ exchangeId: id }));
      // Another request was chosen meanwhile.
      if (get().selection.active !== id || !get().isOpen) return;
      set(
        reply.ok
          ? { detail: reply.value, detailError: null }
          : { detailError: reply.error.message },
      );
    },
  }));
}

/** How often the open detail of a running request is read anew, at most. */
const detailEveryMs = 500;

/** Asks for batches while mounted; reads the list anew when a batch could not carry everything. */
export function connectTraffic(store: TrafficStore, api: Api): () => void {
  let detailTimer: ReturnType<typeof setTimeout> | null = null;
  const stop = api.traffic.batch((batch) => {
    store.setState((state) => batched(state, batch, Date.now()));
    if (batch.skipped > 0) void store.getState().relist();
    const { selection, isOpen } = store.getState();
    const isShown = isOpen && batch.rows.some((row) => row.id === selection.active);
    if (!isShown || detailTimer !== null) return;
    detailTimer = setTimeout(() => {
      detailTimer = null;
      if (!document.hidden) void store.getState().readDetail();
    }, detailEveryMs);
  });
  // A hidden window draws nothing, so it asks for nothing either; it catches up when it is seen again.
  const watch = (): void => {
    void settled(api.traffic.watch({ active: !document.hidden }));
    if (!document.hidden) void store.getState().relist();
  };
  watch();
  document.addEventListener('visibilitychange', watch);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', watch);
    if (detailTimer !== null) clearTimeout(detailTimer);
    void settled(api.traffic.watch({ active: false }));
  };
}
