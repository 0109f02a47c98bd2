import { beforeEach, expect, test } from 'vitest';
import { firstSettings } from '../../app/settings-document.ts';
import { SettingsStore } from '../../app/settings-store.ts';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { profilesHandlers } from './profiles.ts';

let settings: SettingsStore;
let told: string[];
let handlers: ReturnType<typeof profilesHandlers>;
beforeEach(() => {
  settings = new SettingsStore(
    { setAside: null, read: () => null, write: () => undefined },
    firstSettings,
  );
  told = [];
  handlers = profilesHandlers({
    settings,
    board: {
      get status() {
        return { activeProfile: settings.configuration.activeProfile } as AppStatus;
      },
    },
    onChange: (profileId) => {
      told.push(profileId);
    },
  });
});
const ids = (): readonly string[] => settings.configuration.profiles.map(({ id }) => id);
const work = { id: 'work', name: 'Work', lock: null, rules: [] };

test('a profile is added where it was asked for, and none is switched to unless the click says so', async () => {
  await handlers.add({ profile: work, place: 1, use: false });
  expect([ids(), settings.configuration.activeProfile]).toEqual([
    ['practice', 'work', 'native'],
    'practice',
  ]);
  await handlers.add({ profile: { ...work, id: 'more' }, place: null, use: true });
  expect([ids().at(-1), settings.configuration.activeProfile]).toEqual(['more', 'more']);
  expect(await handlers.add({ profile: work, place: null, use: true })).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  });
});

test('rules that name no configured provider are refused, with their place', async () => {
  const then = { strategy: 'failover' as const, targets: [{ provider: 'nobody', model: 'm' }] };
  const rules = [{ id: 'a', enabled: true, when: {}, then }];
  expect(await handlers.add({ profile: { ...work, rules }, place: null, use: true })).toMatchObject(
    { ok: false, error: { message: expect.stringContaining('nobody') as string } },
  );
  expect(ids()).toEqual(['practice', 'native']);
});

test('name and lock change by themselves, and whoever shows the rules is told', async () => {
  const before = settings.configuration.profiles[0];
  await handlers.update({ profileId: 'practice', lock: 'local-only' });
  await handlers.update({ profileId: 'practice', name: 'Trying out' });
  expect(settings.configuration.profiles[0]).toEqual({
    ...before,
    lock: 'local-only',
    name: 'Trying out',
  });
  await handlers.update({ profileId: 'practice', lock: null });
  expect(settings.configuration.profiles[0]?.lock).toBeNull();
  expect(told).toEqual(['practice', 'practice', 'practice']);
});

test('what was removed can be put back as it was; the last one stays', async () => {
  const whole = settings.configuration;
  const removed = await handlers.remove({ profileId: 'practice' });
  expect([ids(), settings.configuration.activeProfile]).toEqual([['native'], 'native']);
  if (!removed.ok) throw new Error(removed.error.message);
  expect(await handlers.remove({ profileId: 'native' })).toMatchObject({
    error: { code: 'conflict' },
  });
  const { profile, place, wasActive } = removed.value;
  await handlers.add({ profile, place, use: wasActive });
  expect(settings.configuration).toEqual(whole);
});
