import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Profile } from '../../shared/domain/rule.ts';
import type { Api } from '../bridge.ts';
import { settled } from '../bridge.ts';

/** What people call their rules and profiles: rows and sums know them by id only. */
export interface RuleNamesState {
  /** By profile, then by rule. */
  readonly rules: ReadonlyMap<string, ReadonlyMap<string, string>>;
}
export type RuleNamesStore = StoreApi<RuleNamesState>;

export function createRuleNamesStore(): RuleNamesStore {
  return createStore<RuleNamesState>()(() => ({ rules: new Map() }));
}

/** The id stands in for a rule without a name, or one that is gone. `profile` null: any that has the rule. */
export function ruleName(
  { rules }: RuleNamesState,
  profile: string | null,
  ruleId: string,
): string {
  const own = profile === null ? undefined : rules.get(profile);
  if (own !== undefined) return own.get(ruleId) ?? ruleId;
  for (const names of rules.values()) {
    const name = names.get(ruleId);
    if (name !== undefined) return name;
  }
  return ruleId;
}

/** All profiles at once, anew when one comes or goes; then each whose rules change. */
export function connectRuleNames(store: RuleNamesStore, api: Api): () => void {
  let known = '';
  const readAll = async (): Promise<void> => {
    const reply = await settled(api.app.exportConfiguration());
    if (!reply.ok) return;
    const { activeProfile, profiles } = reply.value;
    // The active one first: it is asked first where no profile is named.
    const sorted = [...profiles].sort((one) => (one.id === activeProfile ? -1 : 1));
    store.setState({ rules: new Map(sorted.map((profile) => [profile.id, namesOf(profile)])) });
  };
  const stops = [
    api.app.statusChanged(({ profiles, activeProfile }) => {
      const seen = `${activeProfile} ${profiles.map(({ id }) => id).join(' ')}`;
      if (seen === known) return;
      known = seen;
      void readAll();
    }),
    api.rules.changed(({ profile }) => {
      store.setState(({ rules }) => ({
        rules: new Map(rules).set(profile.id, namesOf(profile)),
      }));
    }),
  ];
  void readAll();
  return () => stops.forEach((stop) => stop());
}

function namesOf({ rules }: Profile): ReadonlyMap<string, string> {
  return new Map(rules.map(({ id, name }) => [id, name ?? id]));
}
