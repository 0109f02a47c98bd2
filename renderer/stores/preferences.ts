import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Preferences, PreferencesPatch } from '../../shared/domain/preferences.ts';
import { preferencesSchema } from '../../shared/domain/preferences.ts';
import type { Api } from '../bridge.ts';
import { settled } from '../bridge.ts';

export interface PreferencesState {
  readonly preferences: Preferences;
  /** False until main answered: first run must not flash before that. */
  readonly loaded: boolean;
  readonly refusal: string | null;
  readonly change: (patch: PreferencesPatch) => Promise<void>;
}
export type PreferencesStore = StoreApi<PreferencesState>;

type PreferencesData = Pick<PreferencesState, 'preferences' | 'loaded' | 'refusal'>;

/** The window follows a change at once; main's answer, or its refusal, replaces the guess. */
export function applyPatch(state: PreferencesData, patch: PreferencesPatch): PreferencesData {
  const given = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Partial<Preferences>;
  return { ...state, preferences: { ...state.preferences, ...given }, refusal: null };
}

export function createPreferencesStore(api: Api): PreferencesStore {
  return createStore<PreferencesState>()((set, get) => ({
    preferences: preferencesSchema.parse({}),
    loaded: false,
    refusal: null,
    change: async (patch) => {
      const before = get().preferences;
      set((state) => applyPatch(state, patch));
      const reply = await settled(api.preferences.set(patch));
      set(
        reply.ok
          ? { preferences: reply.value, refusal: null }
          : { preferences: before, refusal: reply.error.message },
      );
    },
  }));
}

export function connectPreferences(store: PreferencesStore, api: Api): () => void {
  const stop = api.preferences.changed((preferences) =>
    store.setState({ preferences, loaded: true }),
  );
  void settled(api.preferences.get()).then((reply) => {
    store.setState(
      reply.ok
        ? { preferences: reply.value, loaded: true }
        : { loaded: true, refusal: reply.error.message },
    );
  });
  return stop;
}
