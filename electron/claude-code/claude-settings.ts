import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../base/app-directories.ts';

export type SettingsSource = 'managed' | 'project' | 'user';

/** A settings file of Claude Code's as far as we look into it; values of secrets are never kept. */
export interface ClaudeSettings {
  readonly source: SettingsSource;
  readonly file: string;
  /** Names under `env` that have a value. */
  readonly envNames: readonly string[];
  readonly hasApiKeyHelper: boolean;
}

/** The client's own files, strongest first. What is absent or unreadable counts as empty: the client decides, not we. */
export async function readClaudeSettings(
  machine: Machine,
  folder: string,
): Promise<readonly ClaudeSettings[]> {
  const places: readonly (readonly [SettingsSource, string])[] = [
    ['managed', managedFile(machine)],
    ['project', join(folder, '.claude', 'settings.local.json')],
    ['project', join(folder, '.claude', 'settings.json')],
    ['user', join(claudeDirectory(machine), 'settings.json')],
  ];
  const read = await Promise.all(
    places.map(async ([source, file]) => {
      const settings = await readObject(file);
      if (settings === null) return null;
      const { env, apiKeyHelper } = settings;
      const names = typeof env === 'object' && env !== null ? Object.entries(env) : [];
      return {
        source,
        file,
        envNames: names.filter(([, value]) => value !== '').map(([name]) => name),
        hasApiKeyHelper: typeof apiKeyHelper === 'string' && apiKeyHelper !== '',
      };
    }),
  );
  return read.filter((settings) => settings !== null);
}

export function claudeDirectory({ env, home }: Machine): string {
  const chosen = env['CLAUDE_CONFIG_DIR'];
  return chosen === undefined || chosen === '' ? join(home, '.claude') : chosen;
}

/** @see https://code.claude.com/docs/en/settings */
function managedFile({ platform }: Machine): string {
  if (platform === 'darwin') {
    return '/Library/Application Support/ClaudeCode/managed-settings.json';
  }
  if (platform === 'win32') return 'C:\\Program Files\\ClaudeCode\\managed-settings.json';
  return '/etc/claude-code/managed-settings.json';
}

export async function readObject(file: string): Promise<Record<string, unknown> | null> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Absent, not ours to read, or broken: it tells us nothing.
    return null;
  }
}
