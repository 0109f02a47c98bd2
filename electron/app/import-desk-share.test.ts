import { expect, test } from 'vitest';
import type { ImportPreview } from '../../shared/domain/transfer.ts';
import { MemoryStore } from '../base/memory-store.ts';
import { linkOfShare } from '../import/share-link.ts';
import { ImportDesk } from './import-desk.ts';
import { SecretVault } from './secret-vault.ts';
import { SettingsStore } from './settings-store.ts';

const environment = { HOME: '/home/secret-home', MINIMAX_API_KEY: 'canary-0123456789abcdef' };

function world() {
  const clock = { now: () => 0, monotonic: () => 0 };
  const settings = new SettingsStore({ setAside: null, read: () => null, write: () => undefined });
  const records = settings.keyRecords;
  const vault = new SecretVault({ keychain: new MemoryStore(), records, clock, environment });
  return { desk: new ImportDesk({ settings, vault, clock, environment }), settings };
}
function offered(desk: ImportDesk, document: object): ImportPreview {
  desk.offerLink(linkOfShare(JSON.stringify(document)) ?? '');
  const offer = desk.takeOffer();
  if (offer?.ok !== true) throw new Error(offer?.reason ?? 'nothing was offered');
  return offer.preview;
}

const provider = (id: string, baseUrl: string): object => ({
  id,
  name: id,
  wire: 'openai-chat',
  baseUrl,
  auth: 'bearer',
});
const document = {
  switchyard: 'share',
  version: 1,
  // Called like the other one here, so that aiming by id alone would hit the wrong provider.
  providers: [
    provider('mine', 'https://one.example/v1'),
    provider('two', 'https://two.example/v1'),
  ],
  profile: {
    id: 'practice',
    name: 'Shared',
    rules: [
      { id: 'a', when: { tier: ['opus'] }, then: { targets: [{ provider: 'mine', model: 'm' }] } },
      { id: 'b', when: {}, then: { targets: [{ provider: 'two', model: 'm' }] } },
    ],
  },
};

test('a link is shown, taken once, and changes nothing before it is confirmed', async () => {
  const { desk, settings } = world();
  const before = JSON.stringify(settings.configuration);
  const preview = offered(desk, document);
  expect(desk.takeOffer()).toBeNull();
  expect(JSON.stringify(settings.configuration)).toBe(before);
  expect(preview).toMatchObject({
    fileName: '',
    providers: [
      { id: 'mine', baseUrl: 'https://one.example/v1', keys: [{ id: 'main', present: false }] },
      { id: 'two', baseUrl: 'https://two.example/v1' },
    ],
  });
  expect((await desk.apply(preview.previewId)).ok).toBe(true);
  const { activeProfile, profiles } = settings.configuration;
  expect(activeProfile).toBe('practice');
  // The name was taken: the profile that is on stays what it was.
  expect(profiles.map(({ id, name }) => [id, name])).toContainEqual(['practice-2', 'Shared']);
});

test('a provider at an address of one’s own is used with its key; another of that name is not', async () => {
  const { desk, settings } = world();
  settings.updateConfiguration((configuration) => ({
    ...configuration,
    providers: [
      ...configuration.providers,
      { id: 'two', wire: 'openai-chat', baseUrl: 'https://elsewhere.example/v1', auth: 'bearer' },
      { id: 'own', name: 'My own', wire: 'openai-chat', baseUrl: 'https://one.example/v1' },
    ],
  }));
  const preview = offered(desk, document);
  expect(preview.already).toEqual([{ name: 'My own', baseUrl: 'https://one.example/v1' }]);
  expect(preview.providers.map(({ id }) => id)).toEqual(['two-2']);
  expect(preview.profiles[0]?.rules.map(({ targets }) => targets)).toEqual([
    ['own m'],
    ['two-2 m'],
  ]);
  await desk.apply(preview.previewId);
  const shared = settings.configuration.profiles.find(({ name }) => name === 'Shared');
  expect(shared?.rules.map(({ then }) => ('targets' in then ? then.targets : []))).toMatchObject([
    [{ provider: 'own' }],
    [{ provider: 'two-2' }],
  ]);
});

test('a link that asks for a variable is refused with a reason, and the variable is not told', () => {
  const { desk } = world();
  const evil = provider('evil', 'https://evil.example/${HOME}');
  const link = linkOfShare(JSON.stringify({ ...document, providers: [evil] })) ?? '';
  desk.offerLink(link);
  expect(desk.takeOffer()).toEqual({ ok: false, reason: 'it asks for variables of this machine' });
  desk.offerLink('switchyard://import?v=1&d=%00');
  expect(desk.takeOffer()).toMatchObject({ ok: false });
});

test('what is handed on comes back the same, and holds no key', () => {
  const { desk, settings } = world();
  settings.updateConfiguration((configuration) => ({
    ...configuration,
    providers: [
      ...configuration.providers,
      { id: 'minimax', preset: 'minimax', keys: [{ id: 'main', env: 'MINIMAX_API_KEY' }] },
    ],
  }));
  const shared = desk.share('provider', 'minimax');
  if (!shared.ok) throw new Error(shared.error);
  expect(shared.value.text).not.toMatch(/canary|MINIMAX_API_KEY/);
  desk.offerLink(shared.value.link ?? '');
  expect(desk.takeOffer()).toMatchObject({ ok: true, preview: { providers: [], already: [{}] } });
  expect(desk.share('profile', 'nobody').ok).toBe(false);
});
