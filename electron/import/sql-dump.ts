import type { Fields } from './reading.ts';

/** Column order of cc-switch's table where the dump does not name the columns. */
const usualColumns =
  'id app_type name settings_config website_url category created_at sort_index notes icon icon_color meta is_current in_failover_queue'.split(
    ' ',
  );
const insert =
  /INSERT\s+(?:OR\s+\w+\s+)?INTO\s+["'`[]?providers["'`\]]?\s*(?:\(([^)]*)\)\s*)?VALUES\s*\(/gi;

/** The rows that a dump inserts into `providers`. The text is read, never run: a dump may attach and write files. */
export function providerRows(sql: string): readonly Fields[] {
  return [...sql.matchAll(insert)].map((match) => {
    const columns = match[1]?.split(',').map((name) => name.replace(/["'`[\]\s]/g, ''));
    const values = readValues(sql, match.index + match[0].length);
    const names = columns ?? usualColumns;
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
  });
}

/** The values up to the closing parenthesis; texts are unquoted, everything else stays as it is written. */
function readValues(sql: string, start: number): readonly string[] {
  const value = /\s*(?:'((?:[^']|'')*)'|([^,')]*))\s*([,)])/y;
  const values: string[] = [];
  value.lastIndex = start;
  for (;;) {
    const match = value.exec(sql);
    if (match === null) return values;
    const [, quoted, plain = '', end] = match;
    values.push(quoted === undefined ? plain.trim() : quoted.replaceAll("''", "'"));
    if (end === ')') return values;
  }
}
