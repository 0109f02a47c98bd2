import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCcr } from './ccr.ts';
import { ImportError } from './conversion.ts';
import { fieldsOf } from './reading.ts';
import type { Fields } from './reading.ts';

/** What a database of another tool holds that we understand. */
export type DatabaseContent =
  | { readonly kind: 'cc-switch'; readonly rows: readonly Fields[] }
  | { readonly kind: 'ccr'; readonly config: Fields };

interface Reader {
  prepare(sql: string): { all(): unknown[] };
  close(): void;
}

/** Settings are few; a table with more rows than this holds something else. */
const MAX_ROWS = 2_000;

/** Reads a copy (with its journal), so that the other tool's own file is neither locked nor changed. */
export async function readDatabase(file: string): Promise<DatabaseContent> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-import-'));
  try {
    const copy = join(folder, 'copy.db');
    await copyFile(file, copy);
    await copyFile(`${file}-wal`, `${copy}-wal`).catch(ignoreMissing);
    const { default: Database } = await import('libsql');
    const database = new Database(copy) as Reader;
    try {
      return contentOf(database);
    } finally {
      database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function contentOf(database: Reader): DatabaseContent {
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .all()
    .map((row) => String(fieldsOf(row)['name']));
  if (tables.includes('providers') && columnsOf(database, 'providers').includes('app_type')) {
    const sql = `SELECT * FROM providers ORDER BY app_type, sort_index, created_at LIMIT ${String(MAX_ROWS)}`;
    return { kind: 'cc-switch', rows: database.prepare(sql).all().map(fieldsOf) };
  }
  for (const table of tables) {
    const config = ccrConfigIn(database, table);
    if (config !== null) return { kind: 'ccr', config };
  }
  throw new ImportError('this database belongs to no tool that Switchyard can read');
}

/** claude-code-router 3 keeps its whole configuration as one JSON text; the column's name is its own affair. */
function ccrConfigIn(database: Reader, table: string): Fields | null {
  const texts = columnsOf(database, table);
  const quoted = `"${table.replaceAll('"', '""')}"`;
  for (const row of database.prepare(`SELECT * FROM ${quoted} LIMIT 200`).all().map(fieldsOf)) {
    for (const column of texts) {
      const value = row[column];
      if (typeof value !== 'string' || !value.startsWith('{')) continue;
      const config = parsed(value);
      if (isCcr(config)) return config;
    }
  }
  return null;
}

function columnsOf(database: Reader, table: string): readonly string[] {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  return database
    .prepare(`PRAGMA table_info(${quoted})`)
    .all()
    .map((row) => String(fieldsOf(row)['name']));
}

function parsed(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    // Some other text that begins with a brace.
    return {};
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
