import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ProviderTestResult, ProviderView } from '../../shared/domain/provider-view.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { IpcError } from '../../shared/ipc/descriptors.ts';
import type { Api } from '../bridge.ts';
import { settled } from '../bridge.ts';

export interface ProvidersState {
  readonly views: readonly ProviderView[];
  readonly loaded: boolean;
  readonly error: IpcError | null;
  /** Providers under test. */
  readonly testing: ReadonlySet<string>;
  readonly save: (provider: Provider, isNew: boolean) => Promise<IpcError | null>;
  readonly remove: (providerId: string) => Promise<IpcError | null>;
  readonly test: (providerId: string, model: string | null) => Promise<IpcError | null>;
  readonly storeKey: (
    providerId: string,
    keyId: string,
    secret: string,
  ) => Promise<IpcError | null>;
  readonly removeKey: (providerId: string, keyId: string) => Promise<IpcError | null>;
}
export type ProvidersStore = StoreApi<ProvidersState>;

type ProvidersData = Pick<ProvidersState, 'views' | 'loaded' | 'error' | 'testing'>;

/** Main's whole list, in its order. */
export function applyViews(
  _state: ProvidersData,
  views: readonly ProviderView[],
): Partial<ProvidersData> {
  return { views, loaded: true, error: null };
}

/** One provider, new or changed; its place in the list is kept. */
export function applyView(state: ProvidersData, view: ProviderView): Partial<ProvidersData> {
  const known = state.views.some((other) => other.id === view.id);
  return {
    views: known
      ? state.views.map((other) => (other.id === view.id ? view : other))
      : [...state.views, view],
  };
}

export function applyTestResult(
  state: ProvidersData,
  providerId: string,
  result: ProviderTestResult | null,
): Partial<ProvidersData> {
  const testing = new Set(state.testing);
  testing.delete(providerId);
  if (result === null) return { testing };
  return {
    testing,
    views: state.views.map((view) =>
      view.id === providerId ? { ...view, lastTest: result } : view,
    ),
  };
}

export function createProvidersStore(api: Api): ProvidersStore {
  return createStore<ProvidersState>()((set) => {
    const reload = async (): Promise<void> => {
      const reply = await settled(api.providers.list());
      if (reply.ok) set((state) => applyViews(state, reply.value));
    };
    return {
      views: [],
      loaded: false,
      error: null,
      testing: new Set(),
      save: async (provider, isNew) => {
        const reply = await settled(api.providers.save({ provider, isNew }));
        if (!reply.ok) return reply.error;
        set((state) => applyView(state, reply.value));
        return null;
      },
      remove: async (providerId) => {
        const reply = await settled(api.providers.remove({ providerId }));
        if (!reply.ok) return reply.error;
        set((state) => ({ views: state.views.filter((view) => view.id !== providerId) }));
        return null;
      },
      test: async (providerId, model) => {
        set((state) => ({ testing: new Set([...state.testing, providerId]) }));
        const reply = await settled(api.providers.test({ providerId, model }));
        set((state) => applyTestResult(state, providerId, reply.ok ? reply.value : null));
        return reply.ok ? null : reply.error;
      },
      storeKey: async (providerId, keyId, secret) => {
        const reply = await settled(api.keys.store({ providerId, keyId, secret }));
        if (!reply.ok) return reply.error;
        await reload();
        return null;
      },
      removeKey: async (providerId, keyId) => {
        const reply = await settled(api.keys.remove({ providerId, keyId }));
        if (!reply.ok) return reply.error;
        await reload();
        return null;
      },
    };
  });
}

export function connectProviders(store: ProvidersStore, api: Api): () => void {
  const stop = api.providers.changed((views) =>
    store.setState((state) => applyViews(state, views)),
  );
  void settled(api.providers.list()).then((reply) => {
    store.setState((state) =>
      reply.ok ? applyViews(state, reply.value) : { loaded: true, error: reply.error },
    );
  });
  return stop;
}
