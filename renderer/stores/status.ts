import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { AppStatus } from '../../shared/domain/status.ts';
import type { Reply } from '../../shared/ipc/descriptors.ts';
import type { Api } from '../bridge.ts';
import { settled } from '../bridge.ts';

export interface StatusState {
  /** null until main answered for the first time. */
  readonly status: AppStatus | null;
  /** What the person asked for and main has not confirmed. */
  readonly pendingRouting: boolean | null;
  /** Why the last change did not happen, in main's words; cleared by the next try. */
  readonly refusal: string | null;
  readonly setRouting: (on: boolean) => Promise<void>;
  readonly setProfile: (profileId: string) => Promise<void>;
  readonly recheckKeychain: () => Promise<void>;
}
export type StatusStore = StoreApi<StatusState>;

type StatusData = Pick<StatusState, 'status' | 'pendingRouting' | 'refusal'>;

/** Main's newest truth. A pending wish stays pending: only its own reply ends it. */
export function applyStatus(_state: StatusData, status: AppStatus): Partial<StatusData> {
  return { status };
}

/** The end of a change: success takes main's status, failure keeps the old one and says why. */
export function applyReply(_state: StatusData, reply: Reply<AppStatus>): Partial<StatusData> {
  return reply.ok
    ? { status: reply.value, pendingRouting: null, refusal: null }
    : { pendingRouting: null, refusal: reply.error.message };
}

export function createStatusStore(api: Api): StatusStore {
  return createStore<StatusState>()((set) => {
    const change = async (call: Promise<Reply<AppStatus>>): Promise<void> => {
      const reply = await settled(call);
      set((state) => applyReply(state, reply));
    };
    return {
      status: null,
      pendingRouting: null,
      refusal: null,
      setRouting: async (on) => {
        set({ pendingRouting: on, refusal: null });
        await change(api.app.setRouting({ on }));
      },
      setProfile: (profileId) => {
        set({ refusal: null });
        return change(api.app.setProfile({ profileId }));
      },
      recheckKeychain: () => change(api.keys.recheck()),
    };
  });
}

/** One read, then pushes. Returns the end of the subscription. */
export function connectStatus(store: StatusStore, api: Api): () => void {
  const stop = api.app.statusChanged((status) =>
    store.setState((state) => applyStatus(state, status)),
  );
  void settled(api.app.status()).then((reply) => {
    store.setState((state) => applyReply({ ...state, pendingRouting: null }, reply));
  });
  return stop;
}
