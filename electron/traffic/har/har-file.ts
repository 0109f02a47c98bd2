import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { err, ok, type Result } from '../../../shared/base/result.ts';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { HarEntry, HarProblem, HarSkip, HarView } from '../../../shared/domain/har.ts';
import { jsonFaultAt } from '../../base/json-fault.ts';
import { readEntry } from './har-entry.ts';
import { plainWords } from './har-schema.ts';

export const MAX_HAR_BYTES = 64 * 1024 * 1024;
/** As many as the list holds. */
export const MAX_HAR_ROWS = 5_000;
/** Of entries that could not be read, the first are named by number. */
const MAX_NAMED = 5;

/** A HAR file as it is looked at: rows at once, each entry when it is opened. */
export class HarFile {
  readonly #entries = new Map<string, { readonly value: unknown; readonly place: number }>();
  readonly rows: readonly ExchangeRow[];
  readonly skipped: Readonly<Record<HarSkip, number>>;
  readonly damagedAt: readonly number[];
  readonly entries: number;

  constructor(values: readonly unknown[]) {
    const damagedAt: number[] = [];
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
        if (read === 'damaged' && damagedAt.length < MAX_NAMED) damagedAt.push(place + 1);
        continue;
      }
      const row = this.#unique(read.detail.row, place);
      this.#entries.set(row.id, { value, place });
      rows.push(row);
    }
    this.rows = rows;
    this.skipped = skipped;
    this.damagedAt = damagedAt;
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

export function readHar(text: string): Result<HarFile, HarProblem> {
  const plain = text.replace(/^\uFEFF/, '');
  let parsed: unknown;
  try {
    parsed = JSON.parse(plain);
  } catch {
    return err({ code: 'not-json', ...placeOf(plain, jsonFaultAt(plain) ?? 0) });
  }
  const log = (parsed as { readonly log?: unknown } | null)?.log;
  const entries = (log as { readonly entries?: unknown } | null | undefined)?.entries;
  return Array.isArray(entries) ? ok(new HarFile(entries)) : err({ code: 'no-entries' });
}

/** Both from 1, as editors count. */
function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: at - start + 1 };
}

/** @throws what the system says where the file cannot be read. */
export async function readHarFile(path: string): Promise<Result<HarFile, HarProblem>> {
  const file = await open(path, 'r');
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return err({ code: 'no-file' });
    if (stat.size > MAX_HAR_BYTES) return err({ code: 'too-large' });
    // The size that was looked at, and no byte more, however the file grows meanwhile.
    const buffer = Buffer.alloc(stat.size);
    const { bytesRead } = await file.read(buffer, 0, stat.size, 0);
    return readHar(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await file.close();
  }
}

export function viewOf(path: string, file: HarFile): Omit<HarView, 'harId'> {
  const { rows, skipped, damagedAt, entries } = file;
  return { fileName: plainWords(basename(path), 200), rows, skipped, damagedAt, entries };
}
