import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryStore } from '../base/memory-store.ts';
import { ImportDesk } from './import-desk.ts';
import { SecretVault } from './secret-vault.ts';
import { SettingsStore } from './settings-store.ts';

const canary = 'canary-0123456789abcdef';
let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-desk-'));
  file = join(folder, 'config.json');
  const provider = (name: string, key: string): object => ({
    name,
    api_base_url: `https://${name}.example.com/v1/chat/completions`,
    api_key: key,
    models: ['m'],
  });
  const Providers = [provider('relay', canary), provider('other', '$OTHER_KEY')];
  await writeFile(file, JSON.stringify({ Providers, Router: { default: 'relay,m' } }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function world(environment: Record<string, string> = {}) {
  let now = 0;
  const clock = { now: () => now, monotonic: () => now };
  const keychain = new MemoryStore();
  const settings = new SettingsStore({ setAside: null, read: () => null, write: () => undefined });
  const records = settings.keyRecords;
  const vault = new SecretVault({ keychain, records, clock, environment });
  const desk = new ImportDesk({ settings, vault, clock, environment });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { desk, settings, keychain, pass };
}

test('adds beside what is there: new ids, the active profile as it was, keys in the keychain only', async () => {
  const { desk, settings, keychain } = world();
  const previews = [await desk.preview(file), await desk.preview(file)];
  const results: unknown[] = [];
  for (const preview of previews) {
    if (!preview.ok) throw new Error(preview.error);
    expect(preview.value.providers.map(({ keys }) => keys)).toEqual([
      [{ id: 'main', env: null, present: true }],
      [{ id: 'main', env: 'OTHER_KEY', present: false }],
    ]);
    results.push(await desk.apply(preview.value.previewId));
  }
  expect(results).toEqual([
    { ok: true, value: { providers: ['relay', 'other'], profiles: ['ccr'], keysKept: 'keychain' } },
    {
      ok: true,
      value: { providers: ['relay-2', 'other-2'], profiles: ['ccr-2'], keysKept: 'keychain' },
    },
  ]);
  const { activeProfile, profiles } = settings.configuration;
  expect(activeProfile).toBe('practice');
  expect(profiles.at(-1)?.rules[0]?.then).toMatchObject({ targets: [{ provider: 'relay-2' }] });
  expect(await keychain.accounts()).toEqual(['relay/main', 'relay-2/main']);
  expect(await keychain.get('relay-2/main')).toBe(canary);
  expect(JSON.stringify([previews, results, settings.configuration])).not.toContain(canary);
});

test('a preview is forgotten when it is used, discarded, old, or one of too many', async () => {
  const { desk, pass } = world();
  const made = async (): Promise<string> => {
    const preview = await desk.preview(file);
    if (!preview.ok) throw new Error(preview.error);
    return preview.value.previewId;
  };
  const isKept = async (id: string): Promise<boolean> => (await desk.apply(id)).ok;
  const used = await made();
  expect([await isKept(used), await isKept(used)]).toEqual([true, false]);
  const discarded = await made();
  desk.discard(discarded);
  expect(await isKept(discarded)).toBe(false);
  const old = await made();
  pass(600_000);
  expect(await isKept(old)).toBe(false);
  const many: string[] = [];
  for (let count = 0; count < 6; count += 1) many.push(await made());
  const kept: boolean[] = [];
  for (const id of many) kept.push(await isKept(id));
  expect(kept).toEqual([false, false, true, true, true, true]);
});

test('a variable of this machine never gets into an address or a header: the reference stays as it is written', async () => {
  const strange = join(folder, 'strange.json');
  const provider = {
    name: 'relay',
    api_base_url: 'https://${CANARY_SECRET}.evil.example.com/$CANARY_SECRET/v1/chat/completions',
    api_key: '$RELAY_KEY',
    models: ['m-${CANARY_SECRET}'],
    extraHeaders: { 'x-team': '${CANARY_SECRET}', 'x-token': '${OTHER_SECRET}' },
  };
  await writeFile(
    strange,
    JSON.stringify({ Providers: [provider], Router: { default: 'relay,m' } }),
  );
  const { desk, settings } = world({ CANARY_SECRET: canary, OTHER_SECRET: canary });
  const preview = await desk.preview(strange);
  if (!preview.ok) throw new Error(preview.error);
  const host = '${canary_secret}.evil.example.com';
  expect(preview.value.warnings).toEqual([
    { provider: 'relay', why: 'variable', about: 'CANARY_SECRET', host },
    { provider: 'relay', why: 'variable', about: 'OTHER_SECRET', host },
  ]);
  expect(preview.value.providers[0]?.keys[0]?.env).toBe('RELAY_KEY');
  expect((await desk.apply(preview.value.previewId)).ok).toBe(true);
  expect(settings.configuration.providers.at(-1)?.baseUrl).toBe(
    'https://${CANARY_SECRET}.evil.example.com/${CANARY_SECRET}/v1',
  );
  expect(JSON.stringify([preview, settings.configuration])).not.toContain(canary);
});
