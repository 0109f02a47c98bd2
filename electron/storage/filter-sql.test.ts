import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerParts,
  exchangeStates,
  priceBases,
  type ExchangeRow,
} from '../../shared/domain/exchange.ts';
import { namedEnds } from '../../shared/domain/outcome.ts';
import { clientNames, requestKinds } from '../../shared/domain/rule.ts';
import { matchesTraffic } from '../../shared/domain/traffic-filter-match.ts';
import { parseTrafficFilter } from '../../shared/domain/traffic-filter-parse.ts';
import {
  choices,
  filterKeys,
  numberKeys,
  textKeys,
  timeKeys,
  type ChoiceKey,
  type FilterTerm,
  type NumberKey,
} from '../../shared/domain/traffic-filter.ts';
import { useFilledStore } from './filled-store.fixture.ts';

const words = [
  '',
  'main',
  'MAIN',
  'Über',
  'über',
  'ÜBER',
  '작업',
  'مشروع',
  '100%',
  'a_b',
  'a',
  '"',
];
const word = fc.constantFrom(...words.filter((each) => each !== ''));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });
const phrase = fc.array(fc.constantFrom(...words), { maxLength: 3 }).map((each) => each.join('-'));
const count = fc.integer({ min: 0, max: 3000 });

const marks = fc.record(
  {
    replay: fc.record({ of: maybe(phrase) }),
    isEstimated: fc.constant(true as const),
    isUnmatched: fc.constant(true as const),
  },
  { requiredKeys: [] },
);

const anyRow = (id: number): fc.Arbitrary<ExchangeRow> =>
  fc.tuple(anyPlainRow(id), marks).map(([row, marked]) => ({ ...row, ...marked }));

const anyPlainRow = (id: number): fc.Arbitrary<ExchangeRow> =>
  fc.record({
    id: fc.constant(`id-${String(id)}`),
    startedAt: fc.integer({ min: 1, max: 40 }),
    state: fc.constantFrom(...exchangeStates),
    kinds: fc.uniqueArray(fc.constantFrom(...requestKinds), { maxLength: 3 }),
    client: fc.constantFrom(...clientNames),
    project: maybe(phrase),
    sessionId: maybe(phrase),
    askedModel: phrase,
    sentModel: maybe(phrase),
    provider: maybe(phrase),
    profile: maybe(phrase),
    rule: maybe(phrase),
    attempts: fc.integer({ min: 0, max: 3 }),
    targets: fc.integer({ min: 0, max: 3 }),
    stream: fc.boolean(),
    status: maybe(fc.constantFrom(200, 429, 500)),
    estimatedInputTokens: count,
    usage: maybe(
      fc.record({
        input: count,
        cacheRead: count,
        cacheWrite5m: count,
        cacheWrite1h: count,
        output: count,
      }),
    ),
    firstTokenMs: maybe(count),
    durationMs: maybe(count),
    costNanoUsd: maybe(count),
    baselineNanoUsd: maybe(count),
    priceBasis: maybe(fc.constantFrom(...priceBases)),
    textTail: fc.constant(''),
    outputSoFar: count,
    answerParts: fc.uniqueArray(fc.constantFrom(...answerParts)),
    errorCode: fc.constantFrom(
      null,
      'truncated',
      'upstream-rate-limited',
      ...Object.values(namedEnds).map(({ code }) => code),
    ),
    errorMessage: maybe(phrase),
  });

const moment = fc.integer({ min: 0, max: 42 });

const anyTerm: fc.Arbitrary<FilterTerm> = fc
  .tuple(
    fc.boolean(),
    fc.oneof(
      word.map((each) => ({ type: 'word', word: each }) as const),
      fc.record({
        type: fc.constant('text' as const),
        key: fc.constantFrom(...textKeys),
        exact: fc.boolean(),
        values: fc.array(
          fc.oneof(
            word,
            phrase.filter((each) => each !== ''),
          ),
          { minLength: 1, maxLength: 2 },
        ),
      }),
      fc.constantFrom(...(Object.keys(choices) as ChoiceKey[])).chain((key) =>
        fc.record({
          type: fc.constant('choice' as const),
          key: fc.constant(key),
          exact: key === 'kind' ? fc.boolean() : fc.constant(false),
          values: fc.array(fc.constantFrom<string>(...choices[key]), {
            minLength: 1,
            maxLength: 2,
          }),
        }),
      ),
      fc.record({
        type: fc.constant('number' as const),
        key: fc.constantFrom(...(Object.keys(numberKeys) as NumberKey[])),
        tests: fc.array(
          fc.oneof(
            fc.record({ operator: fc.constantFrom('>', '>=', '<', '<='), value: count }),
            fc.record({ operator: fc.constant('..' as const), from: count, to: count }),
          ),
          { minLength: 1, maxLength: 2 },
        ),
      }),
      fc.record({
        type: fc.constant('time' as const),
        key: fc.constantFrom(...timeKeys),
        spans: fc.array(fc.record({ from: maybe(moment), to: maybe(moment) }), {
          minLength: 1,
          maxLength: 2,
        }),
      }),
    ),
  )
  .map(([negated, term]) => ({ negated, ...term }));

const [rows = []] = fc.sample(fc.tuple(...Array.from({ length: 300 }, (_, id) => anyRow(id))), {
  numRuns: 1,
  seed: 7,
});
const store = useFilledStore(rows);
const idsOf = async (terms: readonly FilterTerm[]): Promise<readonly string[]> =>
  (await store().list({ limit: 5000, before: null, terms })).map(({ id }) => id).sort();

describe('the filter in SQL', () => {
  test('finds the rows that the list in memory would show', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyTerm, { maxLength: 3 }), async (terms) => {
        const wanted = rows.filter((row) => matchesTraffic(terms, row)).map(({ id }) => id);
        expect(await idsOf(terms)).toEqual(wanted.sort());
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  test('says of given ids which of them hold', async () => {
    const some = fc.subarray(rows.map(({ id }) => id));
    await fc.assert(
      fc.asyncProperty(some, fc.array(anyTerm, { maxLength: 2 }), async (ids, terms) => {
        const wanted = rows.filter((row) => ids.includes(row.id) && matchesTraffic(terms, row));
        const found = await store().matching([...ids, 'none of the rows'], terms);
        expect([...found].sort()).toEqual(wanted.map(({ id }) => id).sort());
      }),
      { numRuns: 100, seed: 13 },
    );
  });

  test('knows every key of the language, and each finds some rows and leaves some', async () => {
    const samples: Readonly<Record<string, string>> = {
      rate: 'rate>1000',
      id: 'id:7',
      since: 'since:1970-01-01T00:00:00.020Z',
      until: 'until:1970-01-01T00:00:00.020Z',
      day: '-day:1970-01-02',
    };
    for (const key of filterKeys) {
      const choice = (choices as Readonly<Record<string, readonly string[]>>)[key]?.[0];
      const text = samples[key] ?? (key in numberKeys ? `${key}>1` : `${key}:${choice ?? 'main'}`);
      const filter = key === 'cost' || key === 'saved' ? `${key}<0.000001` : text;
      const { terms, problems } = parseTrafficFilter(filter, 0);
      expect({ filter, problems, terms: terms.length }).toEqual({ filter, problems: [], terms: 1 });
      const wanted = rows.filter((row) => matchesTraffic(terms, row)).length;
      expect({ filter, found: (await idsOf(terms)).length }).toEqual({ filter, found: wanted });
    }
  });

  test('takes the longest filter that can be typed', async () => {
    for (const text of ['id:' + 'i,'.repeat(950), 'i '.repeat(1000), 'É'.repeat(1000)]) {
      const { terms } = parseTrafficFilter(text, 0);
      expect(await idsOf(terms)).toHaveLength(text.startsWith('É') ? 0 : 300);
    }
  });

  test('pages through what holds, each row once, newest first', async () => {
    const { terms } = parseTrafficFilter('-state:complete', 0);
    const seen: ExchangeRow[] = [];
    for (let before: number | null = null; ; before = seen.at(-1)?.startedAt ?? null) {
      const page = await store().list({ limit: 7, before, terms });
      seen.push(...page);
      if (page.length < 7) break;
    }
    const wanted = rows.filter(({ state }) => state !== 'complete').map(({ id }) => id);
    expect(seen.map(({ id }) => id).sort()).toEqual(wanted.sort());
    const times = seen.map(({ startedAt }) => startedAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });
});
