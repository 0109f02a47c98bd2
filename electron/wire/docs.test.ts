import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { providerStyles } from '../../e2e/upstream/provider-styles.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/wire');

/** Test files by name; files of one name are read as one. */
const sources = new Map<string, string>();
for (const top of ['electron', 'shared', 'e2e/claude']) {
  for (const path of readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.test.ts') || path.endsWith('docs.test.ts')) continue;
    const text = readFileSync(join(root, top, path), 'utf8').replaceAll("\\'", "'");
    const name = basename(path);
    sources.set(name, (sources.get(name) ?? '') + text);
  }
}
const all = [...sources.values()].join('\n');

/** `{row, tests}` of every table whose last column is headed by "test". */
function rowsOf(markdown: string): { readonly row: string; readonly tests: string }[] {
  let isTested = false;
  return markdown.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) {
      isTested = false;
      return [];
    }
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    const last = (cells.at(-1) ?? '').trim();
    if (last.startsWith('test')) isTested = true;
    if (!isTested || last.startsWith('test') || last.startsWith('---')) return [];
    return [{ row: (cells[0] ?? '').trim(), tests: last }];
  });
}

/** What of a reference names no test; [] when all of it does. "…" and "*" stand for the rest of a title. */
function unknownIn(reference: string): readonly string[] {
  const [, file, title = ''] = /^`?([\w-]+\.test\.ts)`?(?::\s*(.*))?$/.exec(reference) ?? [];
  if (file !== undefined) {
    const source = sources.get(file);
    return source?.includes(stemOf(title)) === true ? [] : [reference];
  }
  if (stemOf(reference) !== '' && all.includes(stemOf(reference))) return [];
  const parts = reference.split(', ').filter((part) => part !== '…');
  return parts.length > 1 ? parts.flatMap(unknownIn) : [reference];
}

function stemOf(title: string): string {
  return title
    .replace(/\s*(…|\*).*$/, '')
    .replaceAll('`', '')
    .trim();
}

describe('every row of a table about the wires names a test that there is', () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith('.md')))('%s', (name) => {
    const rows = rowsOf(readFileSync(join(folder, name), 'utf8'));
    const faults = rows.flatMap(({ row, tests }) =>
      (tests === '' ? ['no test'] : tests.split('; ').flatMap(unknownIn)).map(
        (fault) => `${row}: ${fault}`,
      ),
    );
    expect(faults).toEqual([]);
  });

  test('the tables are found', () => {
    const names = ['openai-chat.md', 'anthropic-messages.md', 'contract.md', 'defects.md'];
    const counts = names.map((name) => rowsOf(readFileSync(join(folder, name), 'utf8')).length);
    expect(counts.every((count) => count >= 10)).toBe(true);
  });

  test('every vendor by every wire has its row', () => {
    const rows = rowsOf(readFileSync(join(folder, 'providers.md'), 'utf8')).map(({ row }) => row);
    expect(rows).toEqual(providerStyles.map(({ name }) => name));
  });

  test('an invented test is noticed', () => {
    const table = '| a | test |\n|---|---|\n| b | no such title anywhere at all 4711 |\n| c | |';
    expect(rowsOf(table).map(({ tests }) => tests)).toEqual([
      'no such title anywhere at all 4711',
      '',
    ]);
    expect(unknownIn('no such title anywhere at all 4711')).toHaveLength(1);
    expect(unknownIn('`no-such-file.test.ts`')).toHaveLength(1);
    expect(unknownIn('`sse.test.ts`: no such title')).toHaveLength(1);
  });
});
