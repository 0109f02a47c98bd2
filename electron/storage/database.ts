import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { migrations, type Migration } from './migrations/index.ts';

/** What happened at opening that the user should hear of. */
export type OpenNote =
  | { readonly kind: 'newer'; readonly fileVersion: number; readonly appVersion: number }
  | { readonly kind: 'set-aside'; readonly movedTo: string; readonly because: string };

export interface OpenDatabase {
  readonly database: Database.Database;
  readonly isReadOnly: boolean;
  readonly note: OpenNote | null;
}

/** How long a statement waits for another process (the command line beside the app) to finish writing. */
const BUSY_TIMEOUT_MS = 2000;
/** A whole check of a larger file (some 15 ms for each MB) would delay the first answer; damage shows where it is met. */
const CHECK_LIMIT_BYTES = 8 * 1024 * 1024;

/**
 * Opens (or makes) the file in WAL mode and brings it to the newest version. A newer file than the app opens read-only;
 * a malformed one is moved aside with the time in its name and a fresh one is made: history must never stop the start.
 * @throws when the folder cannot be written, or another process holds the file for longer than the busy timeout.
 */
export function openDatabase(
  file: string,
  now: () => number,
  steps: readonly Migration[] = migrations,
): OpenDatabase {
  mkdirSync(dirname(file), { recursive: true });
  try {
    return openSound(file, steps);
  } catch (error) {
    if (!isMalformed(error)) throw error;
    const movedTo = setAside(file, now());
    const because = error instanceof Error ? error.message : String(error);
    return { ...openSound(file, steps), note: { kind: 'set-aside', movedTo, because } };
  }
}

function openSound(file: string, steps: readonly Migration[]): OpenDatabase {
  const database = new Database(file);
  try {
    database.pragma(`busy_timeout = ${String(BUSY_TIMEOUT_MS)}`);
    const fileVersion = versionOf(database);
    const appVersion = steps.at(-1)?.version ?? 0;
    if (fileVersion > appVersion) {
      database.pragma('query_only = ON');
      return { database, isReadOnly: true, note: { kind: 'newer', fileVersion, appVersion } };
    }
    if (fileVersion > 0 && statSync(file).size <= CHECK_LIMIT_BYTES) check(database);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    migrate(database, steps);
    return { database, isReadOnly: false, note: null };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** All or nothing. A disk that is full ends the transaction by itself; then there is nothing left to take back. */
export function inTransaction<T>(database: Database.Database, run: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = run();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // What failed first says more.
    }
    throw error;
  }
}

class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

function check(database: Database.Database): void {
  const [row] = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  if (row?.quick_check !== 'ok') throw new MalformedError(row?.quick_check ?? 'no answer');
}

/** Each step in a transaction of its own, taken for writing before the version is read again: two starts may race. */
function migrate(database: Database.Database, steps: readonly Migration[]): void {
  for (const step of steps) {
    inTransaction(database, () => {
      if (versionOf(database) >= step.version) return;
      database.exec(step.sql);
      database.exec(`PRAGMA user_version = ${String(step.version)}`);
    });
  }
}

function versionOf(database: Database.Database): number {
  const [row] = database.prepare('PRAGMA user_version').all() as { user_version: number }[];
  return row?.user_version ?? 0;
}

export function isMalformed(error: unknown): boolean {
  if (error instanceof MalformedError) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    code.startsWith('SQLITE_CORRUPT') ||
    code === 'SQLITE_NOTADB' ||
    /malformed|not a database/.test(error.message)
  );
}

export function setAside(file: string, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  let movedTo = `${file}.malformed-${time}`;
  for (let count = 2; existsSync(movedTo); count += 1) {
    movedTo = `${file}.malformed-${time}-${String(count)}`;
  }
  renameSync(file, movedTo);
  // The journal belongs to the damaged file; left behind, it would be replayed into the fresh one.
  for (const part of ['-wal', '-shm']) {
    if (existsSync(file + part)) renameSync(file + part, movedTo + part);
  }
  return movedTo;
}
