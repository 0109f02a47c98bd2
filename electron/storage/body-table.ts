import { deflateSync, inflateSync } from 'node:zlib';
import type Database from 'libsql';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import { newText } from './body-text.ts';
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
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM bodies WHERE exchange_id = ?').run(exchangeId);
      const { lastInsertRowid } = this.#database
        .prepare('INSERT INTO bodies (exchange_id, stored_at, size, content) VALUES (?, ?, ?, ?)')
        .run(exchangeId, now, size, content);
      this.#database
        .prepare('INSERT INTO body_texts (rowid, exchange_id, text) VALUES (?, ?, ?)')
        .run(lastInsertRowid, exchangeId, text);
      this.trim(now, limits);
    })();
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
    this.#database
      .prepare(
        `DELETE FROM bodies WHERE rowid IN (
           SELECT rowid FROM (
             SELECT rowid, sum(size) OVER (ORDER BY stored_at DESC, rowid DESC) AS upTo FROM bodies
           ) WHERE upTo > ?)`,
      )
      .run(maxBytes);
  }

  /** Returns how many there were; nothing of them stays in the file or its journal. */
  deleteAll(): number {
    const { changes } = this.#database.prepare('DELETE FROM bodies').run();
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
    return changes;
  }
}
