import { configurationSchema, type Configuration } from '../../shared/domain/configuration.ts';
import type { Preferences } from '../../shared/domain/preferences.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import { err, ok, type Result } from '../../shared/base/result.ts';
import type { KeyRecord, KeyRecords } from './secret-vault.ts';
import {
  firstSettings,
  type LaunchRecord,
  type SettingsDocument,
  type WindowBounds,
} from './settings-document.ts';
import type { SettingsFile } from './settings-file.ts';

export type SettingsArea = 'configuration' | 'preferences' | 'keys' | 'launches' | 'window';

/** The app's settings in memory, written at once after each change. One change touches one thing. */
export class SettingsStore {
  readonly #file: SettingsFile;
  readonly #listeners = new Set<(area: SettingsArea) => void>();
  #document: SettingsDocument;

  constructor(file: SettingsFile, first: () => SettingsDocument = firstSettings) {
    this.#file = file;
    const kept = file.read();
    this.#document = kept ?? first();
    if (kept === null) file.write(this.#document);
  }

  get setAside(): string | null {
    return this.#file.setAside;
  }
  get configuration(): Configuration {
    return this.#document.configuration;
  }
  get preferences(): Preferences {
    return this.#document.preferences;
  }
  get launches(): readonly LaunchRecord[] {
    return this.#document.launches;
  }
  get window(): WindowBounds | null {
    return this.#document.window;
  }

  /** Number of times that the rules of a profile were saved; an editor that read an older one is told so. */
  revision(profileId: string): number {
    return this.#document.revisions[profileId] ?? 0;
  }

  onChange(listener: (area: SettingsArea) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Refuses a configuration that the gateway could not run from; the message names the first problem and its place. */
  updateConfiguration(
    change: (configuration: Configuration) => Configuration,
    alsoChange: Partial<Pick<SettingsDocument, 'revisions'>> = {},
  ): Result<Configuration, string> {
    const parsed = configurationSchema.safeParse(change(this.configuration));
    if (!parsed.success) {
      const [problem] = parsed.error.issues;
      return err(
        problem === undefined ? 'invalid' : `${problem.path.join('.')}: ${problem.message}`,
      );
    }
    this.#set('configuration', { configuration: parsed.data, ...alsoChange });
    return ok(parsed.data);
  }

  /** Replaces the rules of one profile and counts its revision up. */
  updateRules(profileId: string, rules: readonly Rule[]): Result<Configuration, string> {
    const revision = this.revision(profileId) + 1;
    return this.updateConfiguration(
      (configuration) => ({
        ...configuration,
        profiles: configuration.profiles.map((profile) =>
          profile.id === profileId ? { ...profile, rules: [...rules] } : profile,
        ),
      }),
      { revisions: { ...this.#document.revisions, [profileId]: revision } },
    );
  }

  updatePreferences(patch: Partial<Preferences>): Preferences {
    this.#set('preferences', { preferences: { ...this.preferences, ...patch } });
    return this.preferences;
  }

  /** Newest first, each once, at most twelve. */
  rememberFolder(folder: string): void {
    const others = this.preferences.recentFolders.filter((known) => known !== folder);
    this.updatePreferences({ recentFolders: [folder, ...others].slice(0, 12) });
  }

  setLaunches(launches: readonly LaunchRecord[]): void {
    this.#set('launches', { launches: [...launches] });
  }

  setWindow(window: WindowBounds): void {
    this.#set('window', { window });
  }

  readonly keyRecords: KeyRecords = {
    get: (account) => this.#document.keyInfo[account],
    set: (account, record: KeyRecord | null) => {
      const entries = Object.entries(this.#document.keyInfo).filter(([key]) => key !== account);
      if (record !== null) entries.push([account, record]);
      this.#set('keys', { keyInfo: Object.fromEntries(entries) });
    },
  };

  #set(area: SettingsArea, change: Partial<SettingsDocument>): void {
    this.#document = { ...this.#document, ...change };
    this.#file.write(this.#document);
    for (const listener of this.#listeners) listener(area);
  }
}
