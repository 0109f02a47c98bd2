import { isRated } from './answer-health.ts';
import type { ExchangeRow } from './exchange.ts';
import { outcomeOf } from './outcome.ts';
import { promptTokens } from './usage.ts';
import type {
  ChoiceKey,
  FilterTerm,
  Mark,
  NumberKey,
  NumberTest,
  TextKey,
  Trait,
} from './traffic-filter.ts';

/** True where all terms hold. What a row does not carry (its bodies) only the store can search. */
export function matchesTraffic(terms: readonly FilterTerm[], row: ExchangeRow): boolean {
  return terms.every((term) => holds(term, row) !== term.negated);
}

/** The filter looks at kept bodies, which a row does not carry: of ended requests only the store can say whether it holds. */
export function asksForText(terms: readonly FilterTerm[]): boolean {
  return terms.some((term) => term.type === 'text' && term.key === 'text');
}

function holds(term: FilterTerm, row: ExchangeRow): boolean {
  switch (term.type) {
    case 'word':
      return hasWord(row, term.word);
    case 'text':
      return textsOf[term.key](row).some((text) => isAmong(text, term.values, term.exact));
    case 'choice':
      return choicesOf(term, row).some((value) => term.values.includes(value));
    case 'time':
      return term.spans.some(({ from, to }) => {
        const { startedAt: at } = row;
        return (from === null || at >= from) && (to === null || at < to);
      });
    case 'number': {
      const found = numbersOf[term.key](row);
      return found !== null && term.tests.some((test) => passes(found, test));
    }
  }
}

function isAmong(text: string | null, values: readonly string[], exact: boolean): boolean {
  if (text === null) return false;
  if (exact) return values.includes(text);
  const lower = text.toLowerCase();
  return values.some((value) => lower.includes(value.toLowerCase()));
}

function hasWord(row: ExchangeRow, word: string): boolean {
  const wanted = [word];
  const own = [row.state, outcomeOf(row), row.errorCode, ...row.kinds, ...row.answerParts];
  if (own.some((text) => isAmong(text, wanted, false))) return true;
  return wordKeys.some((key) => textsOf[key](row).some((text) => isAmong(text, wanted, false)));
}

/** Where a word without a key is looked for. */
const wordKeys: readonly TextKey[] = ['model', 'provider', 'project', 'rule', 'error', 'id'];

const textsOf: Readonly<Record<TextKey, (row: ExchangeRow) => readonly (string | null)[]>> = {
  model: (row) => [row.askedModel, row.sentModel],
  asked: (row) => [row.askedModel],
  sent: (row) => [row.sentModel],
  provider: (row) => [row.provider],
  project: (row) => [row.project],
  rule: (row) => [row.rule],
  profile: (row) => [row.profile],
  error: (row) => [row.errorCode, row.errorMessage],
  session: (row) => [row.sessionId],
  id: (row) => [row.id],
  text: (row) => [row.textTail, row.errorMessage],
};

function choicesOf(term: FilterTerm & { type: 'choice' }, row: ExchangeRow): readonly string[] {
  // Before it is classified it is counted as the kind that most are.
  return term.exact ? [row.kinds[0] ?? 'main'] : valuesOf[term.key](row);
}

const valuesOf: Readonly<Record<ChoiceKey, (row: ExchangeRow) => readonly string[]>> = {
  state: (row) => [row.state, outcomeOf(row)],
  kind: (row) => row.kinds,
  client: (row) => [row.client],
  has: traitsOf,
  is: marksOf,
  basis: (row) => (row.priceBasis === null ? [] : [row.priceBasis]),
};

function marksOf(row: ExchangeRow): readonly Mark[] {
  const marks: Mark[] = [];
  if (row.replay !== undefined) marks.push('replay');
  if (row.isEstimated === true) marks.push('estimated');
  if (row.isUnmatched === true) marks.push('unmatched');
  if (isRated(row)) marks.push('rated');
  return marks;
}

function traitsOf(row: ExchangeRow): readonly Trait[] {
  const traits: Trait[] = [...row.answerParts];
  if (row.kinds.includes('image')) traits.push('image');
  if ((row.usage?.cacheRead ?? 0) > 0) traits.push('cache');
  if (row.errorCode !== null || row.errorMessage !== null) traits.push('error');
  if (row.attempts > 1) traits.push('retry');
  if (row.targets > 1) traits.push('failover');
  if ((row.faults ?? []).length > 0) traits.push('fault');
  if (row.costNanoUsd !== null) traits.push('price');
  if (row.baselineNanoUsd !== null) traits.push('baseline');
  if (row.rule !== null) traits.push('rule');
  if (row.project !== null) traits.push('project');
  return traits;
}

/** The prompt as reported, else as estimated; the answer as reported, else as it grows. */
const inputOf = (row: ExchangeRow): number =>
  row.usage === null ? row.estimatedInputTokens : promptTokens(row.usage);
const outputOf = (row: ExchangeRow): number => row.usage?.output ?? row.outputSoFar;

const numbersOf: Readonly<Record<NumberKey, (row: ExchangeRow) => number | null>> = {
  cost: (row) => row.costNanoUsd,
  saved: (row) =>
    row.costNanoUsd === null || row.baselineNanoUsd === null
      ? null
      : row.baselineNanoUsd - row.costNanoUsd,
  ttft: (row) => row.firstTokenMs,
  duration: (row) => row.durationMs,
  tokens: (row) => inputOf(row) + outputOf(row),
  in: inputOf,
  cached: (row) => row.usage?.cacheRead ?? null,
  out: outputOf,
  rate: rateOf,
  attempts: (row) => row.attempts,
  status: (row) => row.status,
};

/** Of ended ones only: a rate that runs would let rows come and go. */
function rateOf(row: ExchangeRow): number | null {
  if (row.usage === null || row.firstTokenMs === null || row.durationMs === null) return null;
  const streamedMs = row.durationMs - row.firstTokenMs;
  return streamedMs < 50 ? null : (row.usage.output / streamedMs) * 1000;
}

function passes(found: number, test: NumberTest): boolean {
  switch (test.operator) {
    case '>':
      return found > test.value;
    case '>=':
      return found >= test.value;
    case '<':
      return found < test.value;
    case '<=':
      return found <= test.value;
    case '..':
      return found >= test.from && found <= test.to;
  }
}
