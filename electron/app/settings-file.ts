import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Store from 'electron-store';
import { setAsideInvalid } from './set-aside.ts';
import { settingsDocumentSchema, type SettingsDocument } from './settings-document.ts';

/** Where the settings are kept between starts. */
export interface SettingsFile {
  read(): SettingsDocument | null;
  write(document: SettingsDocument): void;
  /** Path that a damaged file was renamed to at this start, so that nothing is lost; null when all is well. */
  readonly setAside: string | null;
}

/** The settings by electron-store (written atomically). A file that can't be read is renamed, never overwritten. */
export function openSettingsFile(folder: string, now: number): SettingsFile {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'settings.json');
  const setAside = setAsideInvalid(file, now);
  const store = new Store<Record<string, unknown>>({
    name: 'settings',
    cwd: dirname(file),
    accessPropertiesByDotNotation: false,
    configFileMode: 0o600,
  });
  return {
    setAside,
    read: () => {
      const parsed = settingsDocumentSchema.safeParse(store.store);
      return parsed.success ? parsed.data : null;
    },
    write: (document) => {
      store.store = { ...document };
    },
  };
}
