import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RuntimeRecord {
  readonly url: string;
  readonly pid: number;
}

/** `gateway.json` in the user's data folder: how the command line finds the running app. No secret in it. */
export async function writeRuntimeFile(file: string, record: RuntimeRecord): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${record.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Removes the file only while it is this process's own. */
export async function removeRuntimeFile(file: string, pid: number): Promise<void> {
  const record = await readRuntimeFile(file);
  if (record?.pid === pid) await rm(file, { force: true });
}

/** null when nobody listens: no file, not ours to read, or left behind by a process that is gone. */
export async function readRuntimeFile(file: string): Promise<RuntimeRecord | null> {
  try {
    const record: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isRuntimeRecord(record) || !isRunning(record.pid)) return null;
    return record;
  } catch {
    // Absent or half-written: the same as not running.
    return null;
  }
}

function isRuntimeRecord(value: unknown): value is RuntimeRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    'pid' in value &&
    typeof value.pid === 'number'
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
