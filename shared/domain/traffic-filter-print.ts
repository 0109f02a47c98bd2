import {
  choiceGroups,
  numberKeys,
  type ChoiceKey,
  type FilterTerm,
  type NumberKey,
  type NumberTest,
} from './traffic-filter.ts';
import { printSpan } from './traffic-filter-time.ts';

/** The text that `parseTrafficFilter` reads back to the very same terms. */
export function printTrafficFilter(terms: readonly FilterTerm[]): string {
  return terms.map((term) => `${term.negated ? '-' : ''}${printTerm(term)}`).join(' ');
}

function printTerm(term: FilterTerm): string {
  switch (term.type) {
    case 'word':
      return quoted(term.word, /^[^\s"\\:=<>-][^\s"\\:=<>]*$/);
    case 'text':
      return `${term.key}${term.exact ? '=' : ':'}${term.values.map(printValue).join(',')}`;
    case 'choice':
      return `${term.key}${term.exact ? '=' : ':'}${printChoices(term.key, term.values)}`;
    case 'number':
      return printNumber(term.key, term.tests);
    case 'time':
      return `${term.key}:${term.spans.map((span) => printSpan(term.key, span)).join(',')}`;
  }
}

/** By the word for all of them, where there is one. */
function printChoices(key: ChoiceKey, values: readonly string[]): string {
  const all = values.join(',');
  const groups = Object.entries<readonly string[]>(choiceGroups[key] ?? {});
  const group = groups.find(([, members]) => members.length > 1 && members.join(',') === all);
  return group?.[0] ?? all;
}

/** A value for the box, quoted where it has to be. */
export function printValue(value: string): string {
  return quoted(value, /^[^\s"\\,]+$/);
}

function quoted(value: string, simple: RegExp): string {
  return simple.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function printNumber(key: NumberKey, tests: readonly NumberTest[]): string {
  const [first] = tests;
  if (first !== undefined && first.operator !== '..')
    return `${key}${first.operator}${printAmount(key, first.value)}`;
  const ranges = tests.map((test) => {
    if (test.operator !== '..') return printAmount(key, test.value);
    const from = printAmount(key, test.from);
    return test.from === test.to ? from : `${from}..${printAmount(key, test.to)}`;
  });
  return `${key}:${ranges.join(',')}`;
}

/** Exact: nanoUSD need nine decimals, times go in ms. */
function printAmount(key: NumberKey, value: number): string {
  switch (numberKeys[key]) {
    case 'usd': {
      const digits = String(value).padStart(10, '0');
      return `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
    }
    case 'time':
      return `${String(value)}ms`;
    case 'count':
      return String(value);
  }
}
