/**
 * Requests older than the user keeps rows are folded into sums per local day and everything that Costs and rules ask by:
 * `key` is the JSON list of these. `is_money` 1 where each request's cost is known and real, `estimated` 1 where the
 * upstream told no usage. `body_texts` finds kept bodies by what was new in them; its rowid is that of the body.
 */
export const daily0006 = {
  version: 6,
  sql: `
    ALTER TABLE exchanges ADD COLUMN estimated INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE daily (
      key TEXT PRIMARY KEY NOT NULL,
      day TEXT NOT NULL,
      provider TEXT,
      sent_model TEXT,
      asked_model TEXT NOT NULL,
      project TEXT,
      profile TEXT,
      rule TEXT,
      kind TEXT NOT NULL,
      price_basis TEXT,
      is_money INTEGER NOT NULL,
      replay INTEGER NOT NULL,
      unmatched INTEGER NOT NULL,
      estimated INTEGER NOT NULL,
      first_at INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      input_tokens INTEGER NOT NULL,
      cache_read_tokens INTEGER NOT NULL,
      cache_write_5m_tokens INTEGER NOT NULL,
      cache_write_1h_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      cost_nano_usd INTEGER NOT NULL,
      baseline_nano_usd INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX daily_first_at ON daily (first_at);
    CREATE INDEX daily_rule ON daily (profile, rule);
    CREATE VIRTUAL TABLE body_texts USING fts5 (exchange_id UNINDEXED, text, tokenize = 'trigram');
    INSERT INTO body_texts (body_texts, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER bodies_deleted AFTER DELETE ON bodies BEGIN
      DELETE FROM body_texts WHERE rowid = old.rowid;
    END;
  `,
} as const;
