/** What was wrong with an answer (names apart by a space), and its calls of tools; for the health of models. */
export const answers0007 = {
  version: 7,
  sql: `
    ALTER TABLE exchanges ADD COLUMN faults TEXT NOT NULL DEFAULT '';
    ALTER TABLE exchanges ADD COLUMN tool_calls INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE exchanges ADD COLUMN bad_tool_calls INTEGER NOT NULL DEFAULT 0;
  `,
} as const;
