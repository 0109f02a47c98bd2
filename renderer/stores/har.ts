import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HarOpening, HarView } from '../../shared/domain/har.ts';
import { settled, type Api } from '../bridge.ts';

/** The HAR file that Live shows instead of its own requests, until it is closed. */
export interface HarState {
  readonly view: HarView | null;
  /** A file that could not be opened, and why; or why none could be asked for. */
  readonly trouble: HarTrouble | string | null;
  /** Resolves once a file is shown, could not be read, or none was chosen. */
  readonly open: () => Promise<void>;
  readonly close: () => void;
}
export type HarTrouble = Extract<HarOpening, { readonly ok: false }>;
export type HarStore = StoreApi<HarState>;

export function createHarStore(api: Api): HarStore {
  return createStore<HarState>()((set, get) => ({
    view: null,
    trouble: null,
    open: async () => {
      const reply = await settled(api.har.open());
      if (!reply.ok) set({ trouble: reply.error.message });
      else if (reply.value?.ok === true) set({ view: reply.value.value, trouble: null });
      else if (reply.value !== null) set({ trouble: reply.value });
    },
    close: () => {
      const { view } = get();
      set({ view: null, trouble: null });
      if (view !== null) void settled(api.har.close({ harId: view.harId }));
    },
  }));
}
