/** Exchanges that the user sent again: counted and paid for like any other, but they save nothing. */
export const replays0005 = {
  version: 5,
  sql: `
    ALTER TABLE exchanges ADD COLUMN replay INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE exchanges ADD COLUMN replay_of TEXT;
  `,
} as const;
