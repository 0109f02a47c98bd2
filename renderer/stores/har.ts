import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HarView } from '../../shared/domain/har.ts';
import { settled, type Api } from '../bridge.ts';

/** The HAR file that Live shows instead of its own requests, until it is closed. */
export interface HarState {
  readonly view: HarView | null;
  readonly error: string | null;
  /** Resolves once a file is shown, could not be read, or none was chosen. */
  readonly open: () => Promise<void>;
  readonly close: () => void;
}
export type HarStore = StoreApi<HarState>;

export function createHarStore(api: Api): HarStore {
  return createStore<HarState>()((set, get) => ({
    view: null,
    error: null,
    open: async () => {
      const reply = await settled(api.har.open());
      if (!reply.ok) set({ error: reply.error.message });
      else if (reply.value !== null) set({ view: reply.value, error: null });
    },
    close: () => {
      const { view } = get();
      set({ view: null, error: null });
      if (view !== null) void settled(api.har.close({ harId: view.harId }));
    },
  }));
}
