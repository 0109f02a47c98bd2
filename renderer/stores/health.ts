import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import type { IpcError } from '../../shared/ipc/descriptors.ts';
import type { Api } from '../bridge.ts';
import { settled } from '../bridge.ts';

export interface HealthState {
  readonly health: GatewayHealth;
  /** `keyId` null: the whole provider. */
  readonly reset: (providerId: string, keyId: string | null) => Promise<IpcError | null>;
}
export type HealthStore = StoreApi<HealthState>;

export function createHealthStore(api: Api): HealthStore {
  return createStore<HealthState>()((set) => ({
    health: { targets: [], keys: [] },
    reset: async (providerId, keyId) => {
      const reply = await settled(api.health.reset({ providerId, keyId }));
      if (!reply.ok) return reply.error;
      set({ health: reply.value });
      return null;
    },
  }));
}

/** One read, then pushes. Returns the end of the subscription. */
export function connectHealth(store: HealthStore, api: Api): () => void {
  const stop = api.health.changed((health) => store.setState({ health }));
  void settled(api.health.view()).then((reply) => {
    if (reply.ok) store.setState({ health: reply.value });
  });
  return stop;
}
