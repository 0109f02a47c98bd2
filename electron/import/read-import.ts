import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { err, ok } from '../../shared/base/result.ts';
import type { Result } from '../../shared/base/result.ts';
import type { ImportSource } from '../../shared/domain/transfer.ts';
import { convertCcSwitch, switchProvidersOfRows } from './cc-switch.ts';
import { convertCcr } from './ccr.ts';
import { ImportError } from './conversion.ts';
import type { Conversion } from './conversion.ts';
import { convertText } from './convert-text.ts';
import { readDatabase } from './database-file.ts';

/** Configurations are some kilobytes; a database also holds its tool's logs. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
const MAX_DATABASE_BYTES = 512 * 1024 * 1024;
const SQLITE_MAGIC = 'SQLite format 3\0';

/** Reads and converts one file; the error is a sentence without any part of the file in it. */
export async function readImport(
  file: string,
  from: ImportSource | null = null,
): Promise<Result<Conversion, string>> {
  try {
    const { isDatabase, size } = await look(file);
    if (size > (isDatabase ? MAX_DATABASE_BYTES : MAX_TEXT_BYTES)) {
      return err('it is too large to be a configuration');
    }
    return ok(isDatabase ? await convertDatabase(file) : await convertFile(file, from));
  } catch (error) {
    if (error instanceof ImportError) return err(error.message);
    return err(wordsFor(error));
  }
}

async function look(file: string): Promise<{ isDatabase: boolean; size: number }> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(SQLITE_MAGIC.length);
    await handle.read(head, 0, head.length, 0);
    return {
      isDatabase: head.toString('latin1') === SQLITE_MAGIC,
      size: (await handle.stat()).size,
    };
  } finally {
    await handle.close();
  }
}

async function convertFile(file: string, from: ImportSource | null): Promise<Conversion> {
  const handle = await open(file, 'r');
  try {
    const text = await handle.readFile('utf8');
    return convertText(basename(file), text.startsWith('\uFEFF') ? text.slice(1) : text, from);
  } finally {
    await handle.close();
  }
}

async function convertDatabase(file: string): Promise<Conversion> {
  const content = await readDatabase(file);
  if (content.kind === 'ccr') return convertCcr(content.config);
  return convertCcSwitch(switchProvidersOfRows(content.rows));
}

function wordsFor(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EISDIR: 'this is a folder, not a file',
    EACCES: 'no permission to read it',
  };
  if (words[code] !== undefined) return words[code];
  return code.startsWith('SQLITE')
    ? 'the database is damaged or in use'
    : `it cannot be read ${code}`.trim();
}
