import { expect, test, vi } from 'vitest';
import { createFakeApi } from '../bridge.fake.ts';
import { connectRuleNames, createRuleNamesStore, ruleName } from './rule-names.ts';

test('a rule is called by its name, and by its id once it is gone', async () => {
  const api = createFakeApi();
  const [first] = api.world.rules;
  if (first === undefined) throw new Error('the fake world has rules');
  const store = createRuleNamesStore();
  const named = (profile: string | null, id: string): string =>
    ruleName(store.getState(), profile, id);
  expect(named('hybrid', first.id)).toBe(first.id);
  const stop = connectRuleNames(store, api);
  await vi.waitFor(() => expect(named('hybrid', first.id)).toBe(first.name));
  expect(named(null, first.id)).toBe(first.name);
  // Another profile may have a rule of the same id: it is not this one.
  store.setState(({ rules }) => ({ rules: new Map(rules).set('other', new Map()) }));
  expect(named('other', first.id)).toBe(first.id);

  const renamed = { ...first, name: 'Renamed' };
  await api.rules.save({ profileId: 'hybrid', revision: 41, rules: [renamed] });
  expect(named('hybrid', first.id)).toBe('Renamed');
  stop();
});
