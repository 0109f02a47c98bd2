import { createContext, useContext, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Api } from '../bridge.ts';
import { ApiContext } from '../bridge.ts';
import type { HarState, HarStore } from './har.ts';
import { createHarStore } from './har.ts';
import type { HealthState, HealthStore } from './health.ts';
import { connectHealth, createHealthStore } from './health.ts';
import type { NavigationState, NavigationStore } from './navigation.ts';
import { createNavigationStore } from './navigation.ts';
import type { PreferencesState, PreferencesStore } from './preferences.ts';
import { connectPreferences, createPreferencesStore } from './preferences.ts';
import type { ProvidersState, ProvidersStore } from './providers.ts';
import { connectProviders, createProvidersStore } from './providers.ts';
import { connectRuleNames, createRuleNamesStore, ruleName } from './rule-names.ts';
import type { RuleNamesStore } from './rule-names.ts';
import { createRulesStore, type RulesState, type RulesStore } from './rules.ts';
import type { StatusState, StatusStore } from './status.ts';
import { connectStatus, createStatusStore } from './status.ts';

/** The stores that the frame itself needs. Pages make their own from `useApi()` while they are shown. */
export interface Stores {
  readonly navigation: NavigationStore;
  readonly status: StatusStore;
  readonly preferences: PreferencesStore;
  readonly providers: ProvidersStore;
  readonly health: HealthStore;
  /** Kept here so that an open file outlives a look at another page. */
  readonly har: HarStore;
  /** Kept here so that unsaved rules outlive a look at another page; Routes feeds it while shown. */
  readonly rules: RulesStore;
  readonly ruleNames: RuleNamesStore;
}

const StoresContext = createContext<Stores | null>(null);

export function createStores(api: Api): Stores {
  return {
    navigation: createNavigationStore(),
    status: createStatusStore(api),
    preferences: createPreferencesStore(api),
    providers: createProvidersStore(api),
    health: createHealthStore(api),
    har: createHarStore(api),
    rules: createRulesStore(api),
    ruleNames: createRuleNamesStore(),
  };
}

/** Makes the stores once for an api and keeps them fed while mounted. */
export function StoresProvider(props: {
  readonly api: Api;
  readonly children: ReactNode;
}): ReactNode {
  const { api } = props;
  const [stores] = useState(() => createStores(api));
  useEffect(() => {
    const stops = [
      connectStatus(stores.status, api),
      connectPreferences(stores.preferences, api),
      connectProviders(stores.providers, api),
      connectHealth(stores.health, api),
      connectRuleNames(stores.ruleNames, api),
    ];
    return () => stops.forEach((stop) => stop());
  }, [stores, api]);
  return (
    <ApiContext value={api}>
      <StoresContext value={stores}>{props.children}</StoresContext>
    </ApiContext>
  );
}

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('useStores needs a StoresProvider above it');
  return stores;
}

export function useNavigation<T>(select: (state: NavigationState) => T): T {
  return useStore(useStores().navigation, select);
}
export function useStatus<T>(select: (state: StatusState) => T): T {
  return useStore(useStores().status, select);
}
export function usePreferences<T>(select: (state: PreferencesState) => T): T {
  return useStore(useStores().preferences, select);
}
export function useProviders<T>(select: (state: ProvidersState) => T): T {
  return useStore(useStores().providers, select);
}
export function useHealth<T>(select: (state: HealthState) => T): T {
  return useStore(useStores().health, select);
}
export function useHar<T>(select: (state: HarState) => T): T {
  return useStore(useStores().har, select);
}
/** Null where there is no rule; `profile` null: whichever has it. */
export function useRuleName(profile: string | null, ruleId: string | null): string | null {
  return useStore(useStores().ruleNames, (state) =>
    ruleId === null ? null : ruleName(state, profile, ruleId),
  );
}
export function useProfileName(profileId: string | null): string | null {
  return useStatus(({ status }) => {
    const known = status?.profiles.find(({ id }) => id === profileId);
    return known?.name ?? profileId;
  });
}
export function useRules<T>(select: (state: RulesState) => T): T {
  return useStore(useStores().rules, select);
}
