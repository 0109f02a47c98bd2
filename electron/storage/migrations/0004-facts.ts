/**
 * What rules can look at beyond the row itself, so that an edited profile can be tried on past traffic. `facts` is 1
 * where these were kept, `unmatched` 1 where no rule held. Lists of tools repeat from request to request and are kept once: `tools` names one of them.
 */
export const facts0004 = {
  version: 4,
  sql: `
    CREATE TABLE tool_lists (
      id INTEGER PRIMARY KEY,
      names TEXT NOT NULL UNIQUE
    ) STRICT;
    ALTER TABLE exchanges ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE exchanges ADD COLUMN effort TEXT;
    ALTER TABLE exchanges ADD COLUMN tag TEXT;
    ALTER TABLE exchanges ADD COLUMN tools INTEGER;
    ALTER TABLE exchanges ADD COLUMN unmatched INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX exchanges_unmatched ON exchanges (profile, started_at) WHERE unmatched = 1;
  `,
} as const;
