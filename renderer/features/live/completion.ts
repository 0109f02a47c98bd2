import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import {
  choiceGroups,
  choices,
  filterKeys,
  keyAliases,
  numberKeys,
  type ChoiceKey,
  type TextKey,
} from '../../../shared/domain/traffic-filter.ts';
import { localDay } from '../../../shared/domain/local-day.ts';
import { printValue } from '../../../shared/domain/traffic-filter-print.ts';
import { filterTokens, type TermToken } from '../../../shared/domain/traffic-filter-tokens.ts';

/** What may stand at the caret: `insert` takes the place from `start` to `end`. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}
export interface CompletionItem {
  readonly insert: string;
  readonly label: string;
  /** In how many rows a value is found; null for keys and fixed values. */
  readonly count: number | null;
  /** A key whose meaning can be told. */
  readonly key: string | null;
  /** What people call the thing whose id the value is; it is found by this, too. */
  readonly name?: string;
}

/** Rules, providers and profiles stand in rows by id. */
export type NameOf = (key: string, value: string) => string | null;

/** As many as a closed list has: what is not proposed is not known to exist. */
const mostItems = 16;
const none: Completion = { start: 0, end: 0, items: [] };

/** Keys while a word begins, values after a key: the fixed ones, or those that the rows have, the most frequent first. */
export function completeFilter(
  text: string,
  caret: number,
  rows: () => Iterable<ExchangeRow>,
  nameOf: NameOf = () => null,
): Completion {
  const token = filterTokens(text).find(({ start, end }) => start <= caret && caret <= end);
  if (token === undefined) return { start: caret, end: caret, items: keysLike('') };
  if (token.operator === null) {
    const start = token.start + (token.negated ? 1 : 0);
    if (caret < start || token.values[0]?.isQuoted === true) return none;
    return { start, end: token.end, items: keysLike(text.slice(start, caret)) };
  }
  return completeValue({ text, caret, token }, rows, nameOf);
}

function keysLike(typed: string): readonly CompletionItem[] {
  const begun = typed.toLowerCase();
  return filterKeys
    .filter((key) => key.startsWith(begun))
    .map((key) => ({
      insert: key in numberKeys && key !== 'status' ? `${key}>` : `${key}:`,
      label: key,
      count: null,
      key,
    }));
}

function completeValue(
  {
    text,
    caret,
    token,
  }: { readonly text: string; readonly caret: number; readonly token: TermToken },
  rows: () => Iterable<ExchangeRow>,
  nameOf: NameOf,
): Completion {
  const value = token.values.find(({ start, end }) => start <= caret && caret <= end);
  if (value === undefined) return none;
  const key = keyAliases[token.key] ?? token.key;
  const begun = text.slice(value.start, caret).replaceAll('"', '').toLowerCase();
  const others = new Set(token.values.filter((each) => each !== value).map((each) => each.value));
  const items = valuesOf(key, rows)
    .map((item) => named(item, nameOf(key, item.label)))
    .filter(
      ({ label, name = '' }) =>
        [label, name].some((each) => each.toLowerCase().includes(begun)) && !others.has(label),
    )
    .toSorted((a, b) => startRank(a, begun) - startRank(b, begun))
    .slice(0, mostItems);
  // Nothing is left to complete once the one proposal stands there.
  const isDone = items.length === 1 && items[0]?.label.toLowerCase() === begun;
  return { start: value.start, end: value.end, items: isDone ? [] : items };
}

function named(item: CompletionItem, name: string | null): CompletionItem {
  return name === null || name === item.label ? item : { ...item, name };
}

function startRank({ label }: CompletionItem, begun: string): number {
  return label.toLowerCase().startsWith(begun) ? 0 : 1;
}

function valuesOf(key: string, rows: () => Iterable<ExchangeRow>): readonly CompletionItem[] {
  if (key === 'status') return fixed(['error', 'ok', 'running', '4xx', '5xx', '429']);
  if (key === 'since') return fixed(['today', 'yesterday', '30m', '2h', '7d']);
  if (key === 'until') return fixed(['yesterday', 'today', '30m', '2h', '7d']);
  if (key === 'day') return [...fixed(['today', 'yesterday']), ...daysOf(rows())];
  if (Object.hasOwn(choices, key)) {
    const groups = Object.keys(choiceGroups[key as ChoiceKey] ?? {});
    return fixed([...groups, ...choices[key as ChoiceKey]]);
  }
  const read = textsOfRows[key as TextKey];
  return read === undefined ? [] : counted(rows(), read);
}

function fixed(values: readonly string[]): readonly CompletionItem[] {
  return values.map((value) => ({
    insert: printValue(value),
    label: value,
    count: null,
    key: null,
  }));
}

/** Keys whose values are worth proposing; nobody completes the text of an answer. */
const textsOfRows: Partial<Record<TextKey, (row: ExchangeRow) => readonly (string | null)[]>> = {
  model: (row) =>
    row.askedModel === row.sentModel ? [row.askedModel] : [row.askedModel, row.sentModel],
  asked: (row) => [row.askedModel],
  sent: (row) => [row.sentModel],
  provider: (row) => [row.provider],
  project: (row) => [row.project],
  rule: (row) => [row.rule],
  profile: (row) => [row.profile],
  error: (row) => [row.errorCode],
  session: (row) => [row.sessionId],
};

/** Days that have rows, the newest first. */
function daysOf(rows: Iterable<ExchangeRow>): readonly CompletionItem[] {
  const days = counted(rows, ({ startedAt }) => [localDay(startedAt)]);
  return days.toSorted((a, b) => b.label.localeCompare(a.label));
}

function counted(
  rows: Iterable<ExchangeRow>,
  read: (row: ExchangeRow) => readonly (string | null)[],
): readonly CompletionItem[] {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const value of read(row))
      if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .map(([value, count]) => ({ insert: printValue(value), label: value, count, key: null }));
}

/** The text with the item in its place, and where the caret then stands. */
export function applyCompletion(
  text: string,
  { start, end }: Completion,
  item: CompletionItem,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(end);
  // A value is whole, so the next term can begin; a key waits for its value.
  const gap = item.key === null && !/^[\s,]/.test(rest) ? ' ' : '';
  const before = text.slice(0, start) + item.insert + gap;
  return { text: before + rest, caret: before.length };
}
