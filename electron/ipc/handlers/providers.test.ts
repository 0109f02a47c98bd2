import { expect, test } from 'vitest';
import { ok } from '../../../shared/base/result.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { SecretVault } from '../../app/secret-vault.ts';
import { SettingsStore } from '../../app/settings-store.ts';
import { MemoryStore } from '../../base/memory-store.ts';
import { providersGroup } from './providers.ts';

const nothing = { get: () => undefined, set: () => undefined };

test('the list is pushed when requests of today were counted, and only then', () => {
  const pushed: (readonly ProviderView[])[] = [];
  let requests: Readonly<Record<string, number>> = {};
  const { handlers, figuresChanged } = providersGroup({
    settings: new SettingsStore({ setAside: null, read: () => null, write: () => undefined }),
    vault: new SecretVault({
      keychain: new MemoryStore(),
      records: nothing,
      clock: { now: () => 0, monotonic: () => 0 },
      environment: {},
    }),
    endpoints: {
      test: () => Promise.reject(new Error('not asked for')),
      fetchModels: () => Promise.resolve(ok([])),
      discover: () => Promise.resolve([]),
    },
    requestsToday: () => requests,
    onChange: (views) => {
      pushed.push(views);
    },
  });
  const counts = (): readonly (number | undefined)[] => pushed.map(([view]) => view?.requestsToday);

  void handlers.list();
  figuresChanged();
  expect(counts()).toEqual([]);
  requests = { native: 4 };
  figuresChanged();
  expect(counts()).toEqual([]);
  requests = { native: 4, practice: 2 };
  figuresChanged();
  figuresChanged();
  expect(counts()).toEqual([2]);
  requests = {};
  figuresChanged();
  expect(counts()).toEqual([2, 0]);
});
