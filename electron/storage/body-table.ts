import { deflateSync, inflateSync } from 'node:zlib';
import type Database from 'libsql';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import { newText } from './body-text.ts';
import { inTransaction } from './database.ts';
import { readBodies, type RawBodies } from '../traffic/bodies.ts';

/** How much of bodies stays: whatever is older goes, then the oldest until the rest fits. */
export interface BodyLimits {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** The table of bodies: synchronous, so it runs in the storage worker. */
export class BodyTable {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
    // What was deleted is overwritten: bodies hold what people wrote.
    database.pragma('secure_delete = ON');
  }

  /** Blanks keys before anything is written, then makes room. */
  put(exchangeId: string, raw: RawBodies, now: number, limits: BodyLimits): void {
    const bodies = readBodies(raw);
    const content = deflateSync(JSON.stringify(bodies));
    const text = newText(bodies);
    // The words that are searched are not deflated, so they count as they are.
    const size = content.length + Buffer.byteLength(text);
    inTransaction(this.#database, () => {
      this.#database.prepare('DELETE FROM bodies WHERE exchange_id = ?').run(exchangeId);
      const { lastInsertRowid } = this.#database
        .prepare('INSERT INTO bodies (exchange_id, stored_at, size, content) VALUES (?, ?, ?, ?)')
        .run(exchangeId, now, size, content);
      this.#database
        .prepare('INSERT INTO body_texts (rowid, exchange_id, text) VALUES (?, ?, ?)')
        .run(lastInsertRowid, exchangeId, text);
      this.trim(now, limits);
    });
  }

  get(exchangeId: string): ExchangeBodies | null {
    const [record] = this.#database
      .prepare('SELECT content FROM bodies WHERE exchange_id = ?')
      .all(exchangeId) as { readonly content: Uint8Array }[];
    if (record === undefined) return null;
    return JSON.parse(inflateSync(record.content).toString()) as ExchangeBodies;
  }

  trim(now: number, { maxAgeMs, maxBytes }: BodyLimits): void {
    this.#database.prepare('DELETE FROM bodies WHERE stored_at < ?').run(now - maxAgeMs);
    // The sum comes from an index; with each body that is put, only as many go as it pushes out.
    for (let over = this.#size() - maxBytes; over > 0;) {
      const [oldest] = this.#database
        .prepare('SELECT rowid, size FROM bodies ORDER BY stored_at, rowid LIMIT 1')
        .all() as { readonly rowid: number; readonly size: number }[];
      if (oldest === undefined) return;
      this.#database.prepare('DELETE FROM bodies WHERE rowid = ?').run(oldest.rowid);
      over -= oldest.size;
    }
  }

  #size(): number {
    const [row] = this.#database
      .prepare('SELECT coalesce(sum(size), 0) AS size FROM bodies')
      .all() as { readonly size: number }[];
    return row?.size ?? 0;
  }

  /** Returns how many there were; nothing of them stays in the file or its journal. */
  deleteAll(): number {
    const { changes } = this.#database.prepare('DELETE FROM bodies').run();
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
    return changes;
  }
}
