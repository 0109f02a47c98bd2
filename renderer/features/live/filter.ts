import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { promptTokens } from '../../../shared/domain/usage.ts';

/** Keys with words as values; each reads the texts that a value may match. */
const textKeys: Readonly<Record<string, (row: ExchangeRow) => readonly (string | null)[]>> = {
  state: (row) => [row.state],
  kind: (row) => row.kinds,
  model: (row) => [row.askedModel, row.sentModel],
  asked: (row) => [row.askedModel],
  sent: (row) => [row.sentModel],
  provider: (row) => [row.provider],
  project: (row) => [row.project],
  rule: (row) => [row.rule],
  profile: (row) => [row.profile],
  client: (row) => [row.client],
  error: (row) => [row.errorCode, row.errorMessage],
  id: (row) => [row.id],
};

/** Keys with numbers, in the unit that the column shows: seconds, dollars, tokens. */
const numberKeys: Readonly<Record<string, (row: ExchangeRow) => number | null>> = {
  in: (row) => (row.usage === null ? row.estimatedInputTokens : promptTokens(row.usage)),
  out: (row) => row.usage?.output ?? row.outputSoFar,
  cached: (row) => row.usage?.cacheRead ?? null,
  ttft: (row) => (row.firstTokenMs === null ? null : row.firstTokenMs / 1000),
  took: (row) => (row.durationMs === null ? null : row.durationMs / 1000),
  cost: (row) => (row.costNanoUsd === null ? null : row.costNanoUsd / 1e9),
  status: (row) => row.status,
  attempts: (row) => row.attempts,
};

export const filterKeys: readonly string[] = [...Object.keys(textKeys), ...Object.keys(numberKeys)];

export type Predicate = (row: ExchangeRow) => boolean;

export interface Filter {
  readonly matches: Predicate;
  readonly isEmpty: boolean;
  /** Keys that nothing is known of; the box names them. */
  readonly unknownKeys: readonly string[];
}

const term = /(-?)(?:([a-z]+)([:<>])("[^"]*"?|\S*)|("[^"]*"?|\S+))/gi;

/**
 * Words and `key:value` terms, all of which must hold. `a,b` are alternatives, `-` in front negates, `"…"` keeps
 * blanks, `>` and `<` compare numbers (`ttft>2s`, `cost>0.01`, `in>60k`).
 */
export function parseFilter(text: string): Filter {
  const predicates: Predicate[] = [];
  const unknownKeys: string[] = [];
  for (const [, minus, name, operator, rawValue, word] of text.matchAll(term)) {
    const value = (rawValue ?? word ?? '').replaceAll('"', '').toLowerCase();
    const key = name?.toLowerCase();
    const made =
      key === undefined
        ? byWord(value)
        : byKey(key, operator === '>' || operator === '<' ? operator : ':', value);
    if (made === null) {
      unknownKeys.push(key ?? '');
      continue;
    }
    predicates.push(minus === '-' ? (row) => !made(row) : made);
  }
  return {
    matches: (row) => predicates.every((holds) => holds(row)),
    isEmpty: predicates.length === 0,
    unknownKeys,
  };
}

function byKey(key: string, operator: ':' | '>' | '<', value: string): Predicate | null {
  const readNumber = numberKeys[key];
  if (readNumber !== undefined) return byNumber(readNumber, operator, value);
  const read = textKeys[key];
  if (read === undefined || operator !== ':') return null;
  const wanted = value.split(',').filter((part) => part !== '');
  // `kind:` while it is being typed asks for nothing yet.
  if (wanted.length === 0) return () => true;
  return (row) =>
    read(row).some((text) => text !== null && wanted.some((w) => text.toLowerCase().includes(w)));
}

function byNumber(
  read: (row: ExchangeRow) => number | null,
  operator: ':' | '>' | '<',
  value: string,
): Predicate {
  const limit = parseAmount(value);
  if (limit === null) return () => true;
  return (row) => {
    const found = read(row);
    if (found === null) return false;
    if (operator === '>') return found > limit;
    return operator === '<' ? found < limit : found === limit;
  };
}

/** `60k`, `2s`, `412ms`, `$0.01`, `1.5M`. */
function parseAmount(value: string): number | null {
  const match = /^\$?(\d+(?:\.\d+)?)(ms|s|k|m)?$/.exec(value);
  if (match?.[1] === undefined) return null;
  const factor = { ms: 0.001, s: 1, k: 1000, m: 1e6 }[match[2] ?? 's'] ?? 1;
  return Number(match[1]) * factor;
}

function byWord(word: string): Predicate {
  return (row) =>
    [
      row.state,
      row.askedModel,
      row.sentModel,
      row.provider,
      row.project,
      row.rule,
      row.errorMessage,
      row.id,
      ...row.kinds,
    ].some((text) => text?.toLowerCase().includes(word) === true);
}
