import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Machine } from '../base/app-directories.ts';
import { claudeDirectory, readClaudeSettings, readObject } from './claude-settings.ts';

/** Where a login of the user's own was seen; null: there is none. */
export type LoginSource = 'environment' | 'settings' | 'credentials-file' | 'account' | null;

const credentialNames = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'];
/** An empty `{}` is left behind by a logout. */
const MIN_CREDENTIAL_BYTES = 16;

/** Looks for a login without reading one: names, sizes and the presence of keys only. */
export async function detectLogin(machine: Machine, folder: string): Promise<LoginSource> {
  const { env, home, platform } = machine;
  if (credentialNames.some((name) => (env[name] ?? '') !== '')) return 'environment';
  const settings = await readClaudeSettings(machine, folder);
  const inSettings = settings.some(
    ({ envNames, hasApiKeyHelper }) =>
      hasApiKeyHelper || envNames.some((name) => credentialNames.includes(name)),
  );
  if (inSettings) return 'settings';
  const directory = claudeDirectory(machine);
  if ((await sizeOf(join(directory, '.credentials.json'))) >= MIN_CREDENTIAL_BYTES) {
    return 'credentials-file';
  }
  const ownDirectory = directory !== join(home, '.claude');
  const state = await readObject(
    join(ownDirectory ? directory : dirname(directory), '.claude.json'),
  );
  if (state === null) return null;
  // macOS keeps the login itself in its keychain, which we do not ask; the account's name stands beside it.
  if ('primaryApiKey' in state || (platform === 'darwin' && 'oauthAccount' in state)) {
    return 'account';
  }
  return null;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    // No such file: no login there.
    return 0;
  }
}
