/** One value between commas; `raw` is what stands in the text, quotes included. */
export interface ValueToken {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** The quote was not closed: it runs to the end. */
  readonly isOpen: boolean;
}

export type FilterOperator = ':' | '=' | '>' | '>=' | '<' | '<=';

/** One term as it stands in the text. Without `operator` it is a word, and `key` is empty. */
export interface TermToken {
  readonly start: number;
  readonly end: number;
  readonly negated: boolean;
  readonly key: string;
  readonly operator: FilterOperator | null;
  readonly values: readonly ValueToken[];
}

const blank = /\s/;
const keyAndOperator = /([a-z][a-z_]*)(>=|<=|[:=<>])/iy;

/** The terms of a filter's text, in order. Total: any text gives tokens. */
export function filterTokens(text: string): readonly TermToken[] {
  const tokens: TermToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (blank.test(text.charAt(at))) at += 1;
    else {
      const token = readTerm(text, at);
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function readTerm(text: string, start: number): TermToken {
  const negated = text.charAt(start) === '-';
  const afterMinus = negated ? start + 1 : start;
  keyAndOperator.lastIndex = afterMinus;
  const found = keyAndOperator.exec(text);
  const operator = (found?.[2] ?? null) as FilterOperator | null;
  const values = readValues(text, afterMinus + (found?.[0].length ?? 0), operator !== null);
  const end = values.at(-1)?.end ?? afterMinus;
  return { start, end, negated, key: found?.[1]?.toLowerCase() ?? '', operator, values };
}

/** Commas part values, but not words: `a,b` on its own is one word. */
function readValues(text: string, start: number, hasCommas: boolean): readonly ValueToken[] {
  const values: ValueToken[] = [];
  let at = start;
  for (;;) {
    const value = readValue(text, at, hasCommas);
    values.push(value);
    at = value.end;
    if (!hasCommas || text.charAt(at) !== ',') return values;
    at += 1;
  }
}

/** Quotes may begin anywhere in a value; within them a backslash keeps a quote or a backslash. */
function readValue(text: string, start: number, hasCommas: boolean): ValueToken {
  let value = '';
  let at = start;
  let isQuoted = false;
  let isOpen = false;
  while (at < text.length) {
    const character = text.charAt(at);
    if (!isOpen && (blank.test(character) || (hasCommas && character === ','))) break;
    if (character === '"') {
      isQuoted = true;
      isOpen = !isOpen;
    } else if (isOpen && character === '\\' && /["\\]/.test(text.charAt(at + 1))) {
      value += text.charAt(at + 1);
      at += 1;
    } else value += character;
    at += 1;
  }
  return { value, start, end: at, isQuoted, isOpen };
}
