import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ourFile = /^launch-[0-9a-f]{16}\.json(?:\.tmp|\.command)?$/;

export function newSettingsPath(folder: string): string {
  return join(folder, `launch-${randomBytes(8).toString('hex')}.json`);
}

/** Written whole or not at all; only the user may read it or look into its folder. */
export async function writeSettingsFile(file: string, text: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // mkdir leaves a folder that is there already as it is.
  await chmod(folder, 0o700);
  const draft = `${file}.tmp`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
}

export async function removeSettingsFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Removes our files that are older than `maxAgeMs`; nothing else in the folder is touched. Returns how many. */
export async function removeStaleSettings(
  folder: string,
  maxAgeMs: number,
  now: number,
): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    if (!ourFile.test(name)) continue;
    const file = join(folder, name);
    const { mtimeMs } = await stat(file);
    if (now - mtimeMs <= maxAgeMs) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Never launched before: there is no folder yet.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
