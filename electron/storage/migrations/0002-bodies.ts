/**
 * Bodies of exchanges, where the user wants them: deflated JSON of `ExchangeBodies`, keys blanked before it was written.
 * Apart from `exchanges`, so that lists never read over them. `size` is that of `content` in bytes.
 */
export const bodies0002 = {
  version: 2,
  sql: `
    CREATE TABLE bodies (
      exchange_id TEXT PRIMARY KEY NOT NULL,
      stored_at INTEGER NOT NULL,
      size INTEGER NOT NULL,
      content BLOB NOT NULL
    ) STRICT;
    CREATE INDEX bodies_stored_at ON bodies (stored_at, size);
  `,
} as const;
