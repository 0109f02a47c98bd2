import type Database from 'libsql';

/** A list longer than this (a request may offer thousands) is not kept, and the facts of its request count as missing. */
const MAX_LIST_CHARACTERS = 64 * 1024;
const MAX_KNOWN = 256;
/** Fewer than this are not worth a search for those that nothing names any more. */
const TRIM_ABOVE = 1_000;

/** The names of the tools that requests offered, each list once: a session repeats its own with every request. */
export class ToolLists {
  readonly #database: Database.Database;
  readonly #known = new Map<string, number>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  /** Where the list is kept, added when it is new; null: too long to keep. */
  placeOf(toolNames: readonly string[]): number | null {
    const names = JSON.stringify(toolNames);
    if (names.length > MAX_LIST_CHARACTERS) return null;
    const known = this.#known.get(names) ?? this.#find(names) ?? this.#add(names);
    this.#known.delete(names);
    this.#known.set(names, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  /** After a transaction was taken back: what is known may not be true any more. */
  forget(): void {
    this.#known.clear();
  }

  /** Deletes what no exchange names any more: its rows were deleted since. */
  trim(): void {
    const [row] = this.#database.prepare('SELECT count(*) AS count FROM tool_lists').all() as {
      readonly count: number;
    }[];
    if ((row?.count ?? 0) <= TRIM_ABOVE) return;
    this.#database.exec(
      'DELETE FROM tool_lists WHERE id NOT IN (SELECT tools FROM exchanges WHERE tools IS NOT NULL)',
    );
    this.forget();
  }

  #find(names: string): number | null {
    const [row] = this.#database
      .prepare('SELECT id FROM tool_lists WHERE names = ?')
      .all(names) as { readonly id: number }[];
    return row?.id ?? null;
  }

  #add(names: string): number {
    return Number(
      this.#database.prepare('INSERT INTO tool_lists (names) VALUES (?)').run(names)
        .lastInsertRowid,
    );
  }
}
