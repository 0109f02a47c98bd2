/**
 * One row per exchange. Money in nanoUSD, times in ms. `day` is the local day on which it began, `kind` the first of
 * `kinds`, `pid` the process that wrote it. The answer's text is not kept: no column for it.
 */
export const exchanges0001 = {
  version: 1,
  sql: `
    CREATE TABLE exchanges (
      id TEXT PRIMARY KEY NOT NULL,
      started_at INTEGER NOT NULL,
      day TEXT NOT NULL,
      pid INTEGER NOT NULL,
      state TEXT NOT NULL,
      kind TEXT NOT NULL,
      kinds TEXT NOT NULL,
      client TEXT NOT NULL,
      project TEXT,
      asked_model TEXT NOT NULL,
      sent_model TEXT,
      provider TEXT,
      profile TEXT,
      rule TEXT,
      attempts INTEGER NOT NULL,
      stream INTEGER NOT NULL,
      status INTEGER,
      estimated_input_tokens INTEGER NOT NULL,
      input_tokens INTEGER,
      cache_read_tokens INTEGER,
      cache_write_5m_tokens INTEGER,
      cache_write_1h_tokens INTEGER,
      output_tokens INTEGER,
      first_token_ms INTEGER,
      duration_ms INTEGER,
      cost_nano_usd INTEGER,
      baseline_nano_usd INTEGER,
      price_basis TEXT,
      output_so_far INTEGER NOT NULL,
      error_code TEXT,
      error_message TEXT,
      trace TEXT NOT NULL DEFAULT '[]',
      attempt_records TEXT NOT NULL DEFAULT '[]',
      dropped TEXT NOT NULL DEFAULT '[]',
      events_lost INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX exchanges_started_at ON exchanges (started_at);
    CREATE INDEX exchanges_rule ON exchanges (profile, rule, started_at);
    CREATE INDEX exchanges_open ON exchanges (pid) WHERE state IN ('waiting', 'streaming');
  `,
} as const;
