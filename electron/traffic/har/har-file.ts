import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { HarEntry, HarSkip, HarView } from '../../../shared/domain/har.ts';
import { readEntry } from './har-entry.ts';
import { plainWords } from './har-schema.ts';

export const MAX_HAR_BYTES = 64 * 1024 * 1024;
/** As many as the list holds. */
export const MAX_HAR_ROWS = 5_000;

/** A HAR file as it is looked at: rows at once, each entry when it is opened. */
export class HarFile {
  readonly #entries = new Map<string, { readonly value: unknown; readonly place: number }>();
  readonly rows: readonly ExchangeRow[];
  readonly skipped: Readonly<Record<HarSkip, number>>;
  readonly entries: number;

  /** @throws with words for the user where this is no HAR. */
  constructor(text: string) {
    const values = entriesOf(text);
    const skipped = { other: 0, damaged: 0, surplus: 0 };
    const rows: ExchangeRow[] = [];
    for (const [place, value] of values.entries()) {
      if (rows.length >= MAX_HAR_ROWS) {
        skipped.surplus = values.length - place;
        break;
      }
      const read = attempt(value, place);
      if (typeof read === 'string') {
        skipped[read] += 1;
        continue;
      }
      const row = this.#unique(read.detail.row, place);
      this.#entries.set(row.id, { value, place });
      rows.push(row);
    }
    this.rows = rows;
    this.skipped = skipped;
    this.entries = values.length;
  }

  entry(id: string): HarEntry | null {
    const kept = this.#entries.get(id);
    if (kept === undefined) return null;
    const read = attempt(kept.value, kept.place);
    if (typeof read === 'string') return null;
    return { ...read, detail: { ...read.detail, row: { ...read.detail.row, id } } };
  }

  #unique(row: ExchangeRow, place: number): ExchangeRow {
    return this.#entries.has(row.id) ? { ...row, id: `har-${String(place + 1)}.${row.id}` } : row;
  }
}

function attempt(value: unknown, place: number): HarEntry | 'other' | 'damaged' {
  try {
    return readEntry(value, place);
  } catch {
    // A stranger's file: of the wrong shape, nested too deep, or with an answer that is none.
    return 'damaged';
  }
}

function entriesOf(text: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new Error('This file is no HAR: it is not JSON');
  }
  const log = (parsed as { readonly log?: unknown } | null)?.log;
  const entries = (log as { readonly entries?: unknown } | null | undefined)?.entries;
  if (!Array.isArray(entries)) throw new Error('This file is no HAR: it has no log.entries');
  return entries;
}

/** @throws with words for the user. */
export async function readHarFile(path: string): Promise<HarFile> {
  const file = await open(path, 'r');
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('This is no file');
    if (stat.size > MAX_HAR_BYTES)
      throw new Error('The file is larger than 64 MiB; export fewer requests into it');
    // The size that was looked at, and no byte more, however the file grows meanwhile.
    const buffer = Buffer.alloc(stat.size);
    const { bytesRead } = await file.read(buffer, 0, stat.size, 0);
    return new HarFile(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}

export function viewOf(path: string, file: HarFile): Omit<HarView, 'harId'> {
  const { rows, skipped, entries } = file;
  return { fileName: plainWords(basename(path), 200), rows, skipped, entries };
}
