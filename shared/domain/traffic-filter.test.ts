import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTrafficFilter } from './traffic-filter-parse.ts';
import { printTrafficFilter } from './traffic-filter-print.ts';
import {
  choices,
  numberKeys,
  textKeys,
  timeKeys,
  type ChoiceKey,
  type FilterTerm,
  type NumberKey,
  type NumberTest,
} from './traffic-filter.ts';
import { dayStart } from './local-day.ts';

const now = new Date(2026, 10, 20, 14, 31, 52).getTime();
const parse = (text: string) => parseTrafficFilter(text, now);

const negated = fc.boolean();
const someText = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' });
const amount = fc.integer({ min: 0, max: 900_000_000_000 });
const limit: fc.Arbitrary<NumberTest> = fc.record({
  operator: fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const),
  value: amount,
});
const range: fc.Arbitrary<NumberTest> = fc.record({
  operator: fc.constant('..' as const),
  from: amount,
  to: amount,
});
const choice = fc.constantFrom(...(Object.keys(choices) as ChoiceKey[])).chain((key) =>
  fc.record({
    type: fc.constant('choice' as const),
    negated,
    key: fc.constant(key),
    exact: key === 'kind' ? fc.boolean() : fc.constant(false),
    values: fc.uniqueArray(fc.constantFrom<string>(...choices[key]), { minLength: 1 }),
  }),
);
const instant = fc.oneof(
  fc.integer({ min: 1, max: 4e12 }),
  fc.integer({ min: 1, max: 60_000_000 }).map((minutes) => minutes * 60_000),
  fc.integer({ min: 1, max: 4e12 }).map((at) => dayStart(at)),
);
const time = fc.constantFrom(...timeKeys).chain((key) =>
  fc.record({
    type: fc.constant('time' as const),
    negated,
    key: fc.constant(key),
    spans:
      key === 'day'
        ? fc.array(
            instant.map((at) => ({ from: dayStart(at), to: dayStart(at, 1) })),
            { minLength: 1, maxLength: 3 },
          )
        : instant.map((at) => [
            { from: key === 'since' ? at : null, to: key === 'until' ? at : null },
          ]),
  }),
);
const term: fc.Arbitrary<FilterTerm> = fc.oneof(
  time,
  fc.record({ type: fc.constant('word' as const), negated, word: someText }),
  fc.record({
    type: fc.constant('text' as const),
    negated,
    key: fc.constantFrom(...textKeys),
    exact: fc.boolean(),
    values: fc.array(someText, { minLength: 1, maxLength: 3 }),
  }),
  choice,
  fc.record({
    type: fc.constant('number' as const),
    negated,
    key: fc.constantFrom(...(Object.keys(numberKeys) as NumberKey[])),
    tests: fc.oneof(
      limit.map((one) => [one]),
      fc.array(range, { minLength: 1, maxLength: 3 }),
    ),
  }),
);

describe('the filter language', () => {
  test('what is printed is read back as it was', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), (terms) => {
        expect(parse(printTrafficFilter(terms))).toEqual({ terms, problems: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  test('any text is read without an error, and every problem has a place in it', () => {
    const alphabet = fc.constantFrom(...'ab:<>=-",.\\ $5kx'.split(''), 'cost', 'state', '한', 'ح');
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(alphabet, { maxLength: 40 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { terms, problems } = parse(text);
        for (const { start, end } of problems) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        // What was understood survives a round, whatever stood beside it.
        expect(parse(printTrafficFilter(terms)).terms).toEqual(terms);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each<[string, string]>([
    ['status:error', 'state:error'],
    ['STATUS:Running', 'state:running'],
    ['state:failed,cut', 'state:failed,cut'],
    ['state:ok', 'state:complete'],
    ['status:5xx', 'status:500..599'],
    ['status:429,529', 'status:429,529'],
    ['status>=500', 'status>=500'],
    ['ttft>2s', 'ttft>2000ms'],
    ['ttft>2', 'ttft>2000ms'],
    ['took<1.5min', 'duration<90000ms'],
    ['duration:1s..5s', 'duration:1000ms..5000ms'],
    ['cost>$0.05', 'cost>0.05'],
    ['cost>.000000001', 'cost>0.000000001'],
    ['tokens>50k', 'tokens>50000'],
    ['in<=1.5M', 'in<=1500000'],
    ['-has:tool_use', '-has:tool_use'],
    ['kind:sub', 'kind:subagent'],
    ['model:qwen3:8b', 'model:qwen3:8b'],
    ['provider=ollama', 'provider=ollama'],
    ['provider:ollama,minimax', 'provider:ollama,minimax'],
    ['text:"two words"', 'text:"two words"'],
    [String.raw`text:"say \"no\""`, String.raw`text:"say \"no\""`],
    ['project:"my atlas",docs', 'project:"my atlas",docs'],
    ['"-minus" plain', '"-minus" plain'],
    ['kind=main', 'kind=main'],
    ['state=failed', 'state:failed'],
    ['basis:counted', 'basis:counted'],
    ['basis:free,unpriced', 'basis:free,unpriced'],
    ['-is:replay', '-is:replay'],
    ['since:2026-11-18', 'since:2026-11-18'],
    ['since:2026-11-18T09:30', 'since:2026-11-18T09:30'],
    ['since:2026-11-18t9:30:05', 'since:2026-11-18T09:30:05'],
    ['since:09:30', 'since:2026-11-20T09:30'],
    ['from:Yesterday', 'since:2026-11-19'],
    ['since:2h', 'since:2026-11-20T12:31:52'],
    ['since:30m', 'since:2026-11-20T14:01:52'],
    ['since:7d', 'since:2026-11-13T14:31:52'],
    ['since:2w', 'since:2026-11-06T14:31:52'],
    // `until` takes in what is named: the day, the minute. An age is an instant.
    ['until:today', 'until:2026-11-20'],
    ['until:2026-11-20', 'until:2026-11-20'],
    ['until:14:30', 'until:2026-11-20T14:30'],
    ['-until:14:30:00', '-until:2026-11-20T14:30:00'],
    ['until:1h', 'until:2026-11-20T13:31:51'],
    ['day:today,yesterday,2026-02-28', 'day:2026-11-20,2026-11-19,2026-02-28'],
    ['-day:2024-02-29', '-day:2024-02-29'],
    ['day:', ''],
    ['a,b', 'a,b'],
    ['kind:', ''],
    ['-', ''],
    ['provider:ollama,', 'provider:ollama'],
  ])('%j means %j', (text, meaning) => {
    const { terms, problems } = parse(text);
    expect({ printed: printTrafficFilter(terms), problems }).toEqual({
      printed: meaning,
      problems: [],
    });
  });

  test.each<[string, string, string]>([
    ['provder:ollama x', 'unknown-key', 'provder'],
    ['x -foo:1', 'unknown-key', 'foo'],
    ['state:nonsense', 'unknown-value', 'nonsense'],
    ['has:kind', 'unknown-value', 'kind'],
    ['cost>many', 'not-a-number', 'many'],
    ['cost>2s', 'not-a-number', '2s'],
    ['ttft>$2', 'not-a-number', '$2'],
    ['cost>1,2', 'not-a-number', '1'],
    ['model>5', 'not-comparable', 'model'],
    ['kind<main', 'not-comparable', 'kind'],
    ['text:"open', 'quote-open', '"open'],
    ['basis:money', 'unknown-value', 'money'],
    ['since:foo', 'not-a-time', 'foo'],
    ['since:24:00', 'not-a-time', '24:00'],
    ['until:12:60', 'not-a-time', '12:60'],
    ['since:2026-02-30', 'not-a-time', '2026-02-30'],
    ['since:2026-13-01T10:00', 'not-a-time', '2026-13-01T10:00'],
    ['since:2y', 'not-a-time', '2y'],
    ['since:10:00Z', 'not-a-time', '10:00Z'],
    ['since:today,yesterday', 'one-time', 'yesterday'],
    ['day:14:30', 'not-a-day', '14:30'],
    ['x day:today,2h', 'not-a-day', '2h'],
    ['since>2h', 'not-comparable', 'since'],
  ])('%j has the problem %s at %j', (text, code, where) => {
    const [problem] = parse(text).problems;
    expect([problem?.code, text.slice(problem?.start, problem?.end)]).toEqual([code, where]);
  });

  test('a problem leaves the other terms as they are', () => {
    const { terms } = parse('provder:x state:failed');
    expect(printTrafficFilter(terms)).toBe('state:failed');
  });

  test('a pasted novel is cut, and says so', () => {
    const { problems } = parse('word '.repeat(1_000));
    expect(problems.map(({ code }) => code)).toEqual(['too-long']);
  });
});
