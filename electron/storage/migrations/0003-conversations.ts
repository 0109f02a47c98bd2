/** Which conversation an exchange belongs to, what its answer brought, and how many targets it took. */
export const conversations0003 = {
  version: 3,
  sql: `
    ALTER TABLE exchanges ADD COLUMN session_id TEXT;
    ALTER TABLE exchanges ADD COLUMN answer_parts TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE exchanges ADD COLUMN targets INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX exchanges_session ON exchanges (session_id, started_at)
      WHERE session_id IS NOT NULL;
  `,
} as const;
