import {
  choiceGroups,
  choices,
  keyAliases,
  maxFilterLength,
  numberKeys,
  textKeys,
  timeKeys,
  type ChoiceKey,
  type FilterProblem,
  type FilterProblemCode,
  type FilterTerm,
  type NumberKey,
  type NumberTest,
  type ParsedFilter,
  type TextKey,
  type TimeKey,
  type TimeSpan,
} from './traffic-filter.ts';
import { readSpan } from './traffic-filter-time.ts';
import { filterTokens, type TermToken, type ValueToken } from './traffic-filter-tokens.ts';

type Key = ChoiceKey | NumberKey | TextKey | TimeKey;

/**
 * Words and `key:value` terms, all of which must hold: `status:error provider:ollama cost>0.05 ttft>2s -kind:title
 * since:2h text:"two words"`. `a,b` are alternatives, `-` negates, `"…"` keeps blanks, `=` wants all of a text, `1s..5s`
 * is a range; `now` (epoch ms) is when times are read. Never throws: what means nothing is a problem with its place,
 * and a key without a value asks for nothing yet.
 */
export function parseTrafficFilter(text: string, now: number): ParsedFilter {
  const terms: FilterTerm[] = [];
  const problems: FilterProblem[] = [];
  if (text.length > maxFilterLength)
    problems.push({ code: 'too-long', start: maxFilterLength, end: text.length, found: '' });
  for (const token of filterTokens(text.slice(0, maxFilterLength))) {
    for (const { isOpen, start, end, value } of token.values)
      if (isOpen) problems.push({ code: 'quote-open', start, end, found: value });
    const made = toTerm(token, now);
    if (made === null) continue;
    if ('code' in made) problems.push(made);
    else terms.push(made);
  }
  return { terms, problems };
}

function toTerm(token: TermToken, now: number): FilterTerm | FilterProblem | null {
  const { key: typed, negated, operator } = token;
  const given = token.values.filter(({ value }) => value !== '');
  if (operator === null) {
    const word = given[0]?.value ?? '';
    return word === '' ? null : { type: 'word', negated, word };
  }
  const key = keyAliases[typed] ?? typed;
  if (!isKnown(key)) return keyProblem(token, 'unknown-key');
  return given.length === 0 ? null : toKeyTerm(token, key, given, now);
}

function toKeyTerm(
  token: TermToken,
  key: Key,
  given: readonly ValueToken[],
  now: number,
): FilterTerm | FilterProblem {
  const { negated, operator } = token;
  const wantsEqual = operator === ':' || operator === '=';
  // `status:error` is the state in a word, `status:429` and `status:5xx` the code.
  if (key === 'status' && wantsEqual && given.every(({ value }) => !/^\d/.test(value)))
    return toChoice(token, 'state', given);
  if (isNumberKey(key)) return toNumber(token, key, given);
  if (!wantsEqual) return keyProblem(token, 'not-comparable');
  if (isTimeKey(key)) return toTime(token, key, given, now);
  if (isChoiceKey(key)) return toChoice(token, key, given);
  const values = given.map(({ value }) => value);
  return { type: 'text', negated, key, exact: operator === '=', values };
}

/** A value may be cut short while it is typed: `kind:sub` is all kinds that begin so. */
function toChoice(
  { negated, operator }: TermToken,
  key: ChoiceKey,
  given: readonly ValueToken[],
): FilterTerm | FilterProblem {
  const values = new Set<string>();
  for (const token of given) {
    const found = chosen(key, token.value.toLowerCase());
    if (found.length === 0) return valueProblem(token, 'unknown-value');
    for (const value of found) values.add(value);
  }
  const exact = key === 'kind' && operator === '=';
  return { type: 'choice', negated, key, exact, values: [...values] };
}

function chosen(key: ChoiceKey, word: string): readonly string[] {
  const all: readonly string[] = choices[key];
  if (all.includes(word)) return [word];
  const groups = Object.entries<readonly string[]>(choiceGroups[key] ?? {});
  const exact = groups.find(([name]) => name === word);
  if (exact !== undefined) return exact[1];
  return [
    ...all.filter((value) => value.startsWith(word)),
    ...groups.filter(([name]) => name.startsWith(word)).flatMap(([, values]) => values),
  ];
}

/** Days may be alternatives; of two beginnings or ends one would say nothing. */
function toTime(
  { negated }: TermToken,
  key: TimeKey,
  given: readonly ValueToken[],
  now: number,
): FilterTerm | FilterProblem {
  const spans: TimeSpan[] = [];
  for (const token of given) {
    const span = readSpan(key, token.value, now);
    if (span === null) return valueProblem(token, key === 'day' ? 'not-a-day' : 'not-a-time');
    spans.push(span);
  }
  const [, second] = given;
  if (key !== 'day' && second !== undefined) return valueProblem(second, 'one-time');
  return { type: 'time', negated, key, spans };
}

function toNumber(
  token: TermToken,
  key: NumberKey,
  given: readonly ValueToken[],
): FilterTerm | FilterProblem {
  const { negated, operator } = token;
  const tests: NumberTest[] = [];
  for (const value of given) {
    const test = isEquality(token) ? toRange(key, value.value) : toLimit(key, token, value.value);
    // Two limits are no alternatives: `cost>1,2` says nothing that `cost>1` does not.
    if (test === null || (operator !== ':' && given.length > 1))
      return valueProblem(value, 'not-a-number');
    tests.push(test);
  }
  return { type: 'number', negated, key, tests };
}

function toLimit(key: NumberKey, { operator }: TermToken, text: string): NumberTest | null {
  const value = parseAmount(key, text);
  if (value === null || operator === null || operator === ':' || operator === '=') return null;
  return { operator, value };
}

/** `429`, `5xx`, `1s..5s`. */
function toRange(key: NumberKey, text: string): NumberTest | null {
  const codes = key === 'status' ? /^([1-5])xx$/i.exec(text)?.[1] : undefined;
  if (codes !== undefined)
    return { operator: '..', from: Number(codes) * 100, to: Number(codes) * 100 + 99 };
  const [low = '', high = low, ...more] = text.split('..');
  const from = parseAmount(key, low);
  const to = parseAmount(key, high);
  if (from === null || to === null || more.length > 0) return null;
  return { operator: '..', from, to };
}

const nanoUsdPerUsd = 1e9;
const msPer: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, min: 6e4, h: 3.6e6 };
const countPer: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };
const amount = /^(\$?)(\d{1,12}(?:\.\d{1,12})?|\.\d{1,12})([a-z]*)$/i;

/** `60k`, `1.5M`, `2s`, `412ms`, `3m`, `$0.01`; a bare time is in seconds, as the columns show it. */
function parseAmount(key: NumberKey, text: string): number | null {
  const match = amount.exec(text);
  if (match === null) return null;
  const [, dollar = '', digits = '', suffix = ''] = match;
  const unit = suffix.toLowerCase();
  const kind = numberKeys[key];
  if (dollar !== '' && kind !== 'usd') return null;
  const factor =
    kind === 'usd'
      ? unit === ''
        ? nanoUsdPerUsd
        : undefined
      : kind === 'time'
        ? msPer[unit === '' ? 's' : unit]
        : countPer[unit];
  return factor === undefined ? null : Math.round(Number(digits) * factor);
}

function isEquality({ operator }: TermToken): boolean {
  return operator === ':' || operator === '=';
}

function isKnown(key: string): key is Key {
  return isNumberKey(key) || isChoiceKey(key) || isTextKey(key) || isTimeKey(key);
}
function isNumberKey(key: string): key is NumberKey {
  return Object.hasOwn(numberKeys, key);
}
function isChoiceKey(key: string): key is ChoiceKey {
  return Object.hasOwn(choices, key);
}
function isTextKey(key: string): key is TextKey {
  return (textKeys as readonly string[]).includes(key);
}
function isTimeKey(key: string): key is TimeKey {
  return (timeKeys as readonly string[]).includes(key);
}

function keyProblem(token: TermToken, code: FilterProblemCode): FilterProblem {
  const start = token.start + (token.negated ? 1 : 0);
  return { code, start, end: start + token.key.length, found: token.key };
}

function valueProblem({ start, end, value }: ValueToken, code: FilterProblemCode): FilterProblem {
  return { code, start, end, found: value };
}
