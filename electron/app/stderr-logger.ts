import { redact, redactJson } from '../../shared/base/redact.ts';
import type { Logger, LogLevel } from '../base/logger.ts';

const rank: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** JSON lines on stderr. Whatever looks like a key is blanked, though callers pass none. */
export function stderrLogger(from: LogLevel, write: (line: string) => void): Logger {
  return {
    log: (level, message, fields) => {
      if (rank[level] < rank[from]) return;
      const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...fields });
      write(`${redactJson(line, redact) ?? redact(line)}\n`);
    },
  };
}
