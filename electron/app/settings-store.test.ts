import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setAsideInvalid } from './set-aside.ts';
import {
  firstSettings,
  rulesUsing,
  settingsDocumentSchema,
  withEverythingProfile,
  withoutProvider,
} from './settings-document.ts';
import type { SettingsFile } from './settings-file.ts';
import { SettingsStore } from './settings-store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  file = join(folder, 'settings.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The file itself, without electron-store, which needs Electron (the tests of the window go through it). */
function plainFile(): SettingsFile {
  return {
    setAside: setAsideInvalid(file, Date.UTC(2026, 0, 2, 3, 4, 5)),
    read: () => {
      try {
        return settingsDocumentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
      } catch {
        // Absent at a first start.
        return null;
      }
    },
    write: (document) => {
      writeFileSync(file, JSON.stringify(document));
    },
  };
}

const rule = { id: 'r', enabled: true, when: {}, then: { native: true } } as const;

test('a first start practises and is kept for the next', () => {
  const store = new SettingsStore(plainFile());
  expect(store.configuration).toMatchObject({
    activeProfile: 'practice',
    routing: true,
    providers: [{ id: 'practice', preset: 'practice' }],
  });
  store.updatePreferences({ theme: 'dark' });
  const again = new SettingsStore(plainFile());
  expect(again.preferences.theme).toBe('dark');
  expect(again.configuration).toEqual(store.configuration);
  expect(again.setAside).toBeNull();
});

test.each(['{oops', '{"version": 2}', '[]'])('%s is set aside, never overwritten', (text) => {
  writeFileSync(file, text);
  const store = new SettingsStore(plainFile());
  expect(store.setAside).toBe(join(folder, 'settings.invalid-2026-01-02T03-04-05.000Z.json'));
  expect(readFileSync(store.setAside!, 'utf8')).toBe(text);
  expect(readdirSync(folder)).toHaveLength(2);
  expect(store.configuration.activeProfile).toBe('practice');
});

test('a configuration that could not run is refused and nothing changes', () => {
  const store = new SettingsStore(plainFile());
  const before = store.configuration;
  const result = store.updateConfiguration((c) => ({ ...c, activeProfile: 'nowhere' }));
  expect(result).toMatchObject({ ok: false });
  expect(result.ok ? '' : result.error).toMatch(/^activeProfile: no profile has the id "nowhere"/);
  expect(store.configuration).toBe(before);
});

test('saving rules counts the revision of that profile only, and only when they are valid', () => {
  const store = new SettingsStore(plainFile());
  expect(store.updateRules('native', [rule]).ok).toBe(true);
  expect(store.updateRules('native', [rule, rule]).ok).toBe(false);
  expect([store.revision('native'), store.revision('practice')]).toEqual([1, 0]);
});

test('each change tells its own area', () => {
  const store = new SettingsStore(plainFile());
  const areas: string[] = [];
  const stop = store.onChange((area) => {
    areas.push(area);
  });
  store.updatePreferences({ density: 'compact' });
  store.keyRecords.set('a/b', { last4: '1234', addedAt: 5 });
  store.setWindow({ width: 1000, height: 700, maximized: false });
  stop();
  store.updatePreferences({ density: 'normal' });
  expect(areas).toEqual(['preferences', 'keys', 'window']);
});

test('recent folders: newest first, each once, twelve at most', () => {
  const store = new SettingsStore(plainFile());
  for (let n = 0; n < 14; n += 1) store.rememberFolder(`/f${n}`);
  store.rememberFolder('/f5');
  expect(store.preferences.recentFolders).toHaveLength(12);
  expect(store.preferences.recentFolders.slice(0, 3)).toEqual(['/f5', '/f13', '/f12']);
});

test('the first real provider replaces practice, later ones do not touch the choice', () => {
  const first = firstSettings().configuration;
  const one = withEverythingProfile(first, { id: 'zai', name: 'Z.AI', model: 'glm-5.2' });
  expect(one.activeProfile).toBe('everything-zai');
  const practising = { ...one, activeProfile: 'practice' };
  const two = withEverythingProfile(practising, { id: 'mm', name: 'MiniMax', model: 'M2' });
  expect(two.activeProfile).toBe('practice');
  expect(two.profiles.map((profile) => profile.id)).toEqual([
    'practice',
    'native',
    'everything-zai',
    'everything-mm',
  ]);
});

test('a provider goes with its own profile; rules that the user wrote keep it', () => {
  const first = firstSettings().configuration;
  const zai = { id: 'zai', preset: 'zai' };
  const withZai = withEverythingProfile(
    { ...first, providers: [...first.providers, zai] },
    { id: 'zai', name: 'Z.AI', model: 'glm-5.2' },
  );
  expect(rulesUsing(withZai, 'zai')).toEqual([]);
  const without = withoutProvider(withZai, 'zai');
  expect(without.activeProfile).toBe('native');
  expect(without.providers.map((provider) => provider.id)).toEqual(['practice']);
  const used = {
    ...withZai,
    profiles: withZai.profiles.map((profile) =>
      profile.id === 'native'
        ? { ...profile, rules: withZai.profiles.find((p) => p.id === 'everything-zai')!.rules }
        : profile,
    ),
  };
  expect(rulesUsing(used, 'zai')).toEqual(['Native: Everything to Z.AI']);
});
