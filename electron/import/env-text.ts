/** `NAME=value` lines as a shell or dotenv reads them: `export`, quotes and trailing comments understood. */
export function parseEnvText(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line);
    const [, name, raw] = match ?? [];
    if (name !== undefined && raw !== undefined) values[name] = unquoted(raw);
  }
  return values;
}

function unquoted(raw: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(raw.trim());
  if (quoted !== null) return quoted[2] ?? '';
  return raw.replace(/\s+#.*$/, '').trim();
}
