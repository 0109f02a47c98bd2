import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';

export interface Recording {
  readonly provider: string;
  readonly name: string;
  readonly file: string;
  readonly wire: string;
  readonly status: number;
  readonly stream: boolean;
  /** False: one JSON payload a line, framing stripped. */
  readonly raw: boolean;
}

/** Recorded provider traffic that lives outside the project; null where it is absent, and tests skip. */
export function readCorpus(): {
  readonly folder: string;
  readonly all: readonly Recording[];
} | null {
  const shared =
    process.env['SWITCHYARD_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared');
  const folder = join(shared, 'fixtures');
  const index = join(folder, 'index.json');
  if (!existsSync(index)) return null;
  return { folder, all: JSON.parse(readFileSync(index, 'utf8')) as readonly Recording[] };
}

export const noCorpus =
  'recordings are absent: set SWITCHYARD_SHARED, or keep ../shared beside the repository';
