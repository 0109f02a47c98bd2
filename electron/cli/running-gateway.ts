import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { appDataDirectory } from '../base/app-directories.ts';
import type { Machine } from '../base/app-directories.ts';
import { KeytarStore } from '../base/keytar-store.ts';
import { KeychainError } from '../base/secret-store.ts';
import { CommandError, FAILED } from './command.ts';
import type { CommandIo } from './command.ts';

/** What the app leaves in `gateway.json` while it listens (electron/app/runtime-file.ts). */
const recordSchema = z.object({ url: z.url(), pid: z.number().int().positive() });
/** Account of the app's own token in the keychain (electron/app/secret-vault.ts). */
const TOKEN_ACCOUNT = 'gateway/token';
const HELLO_TIMEOUT_MS = 2_000;

/** Address of the running app's gateway; null when there is none, or only the file of one that is gone. */
export async function findRunningGateway(machine: Machine): Promise<string | null> {
  const file = join(appDataDirectory(machine), 'gateway.json');
  const record = await readFile(file, 'utf8').then(
    (text) => recordSchema.safeParse(parseJson(text)),
    () => null,
  );
  if (record?.success !== true) return null;
  const { url } = record.data;
  return (await answers(url)) ? url : null;
}

/** SWITCHYARD_TOKEN, else the token that the app keeps in the keychain. */
export async function readGatewayToken(env: CommandIo['env']): Promise<string> {
  const given = env['SWITCHYARD_TOKEN'] ?? '';
  if (given !== '') return given;
  const remedy = 'Set SWITCHYARD_TOKEN to the gateway’s token, or launch Claude Code from the app.';
  const token = await new KeytarStore().get(TOKEN_ACCOUNT).catch((error: unknown) => {
    if (!(error instanceof KeychainError)) throw error;
    throw new CommandError(
      `${error.message}, so the app’s token cannot be read. ${remedy}`,
      FAILED,
    );
  });
  if (token !== null) return token;
  throw new CommandError(`The keychain holds no token of the app’s. ${remedy}`, FAILED);
}

/** Someone else may have taken the port since: only a Switchyard is trusted with the token. */
async function answers(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(HELLO_TIMEOUT_MS);
    const response = await fetch(`${url}/healthz`, { signal, redirect: 'error' });
    const { name } = (await response.json()) as { name?: unknown };
    return response.ok && typeof name === 'string' && name.toLowerCase() === 'switchyard';
  } catch {
    // Nobody there, or no Switchyard.
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
