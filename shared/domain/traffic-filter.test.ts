import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTrafficFilter } from './traffic-filter-parse.ts';
import { printTrafficFilter } from './traffic-filter-print.ts';
import {
  choices,
  numberKeys,
  textKeys,
  type ChoiceKey,
  type FilterTerm,
  type NumberKey,
  type NumberTest,
} from './traffic-filter.ts';

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
    values: fc.uniqueArray(fc.constantFrom<string>(...choices[key]), { minLength: 1 }),
  }),
);
const term: fc.Arbitrary<FilterTerm> = fc.oneof(
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
        expect(parseTrafficFilter(printTrafficFilter(terms))).toEqual({ terms, problems: [] });
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
        const { terms, problems } = parseTrafficFilter(text);
        for (const { start, end } of problems) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        // What was understood survives a round, whatever stood beside it.
        expect(parseTrafficFilter(printTrafficFilter(terms)).terms).toEqual(terms);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each<[string, string]>([
    ['status:error', 'state:failed,cut,refused'],
    ['STATUS:Running', 'state:waiting,streaming'],
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
    ['a,b', 'a,b'],
    ['kind:', ''],
    ['-', ''],
    ['provider:ollama,', 'provider:ollama'],
  ])('%j means %j', (text, meaning) => {
    const { terms, problems } = parseTrafficFilter(text);
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
  ])('%j has the problem %s at %j', (text, code, where) => {
    const [problem] = parseTrafficFilter(text).problems;
    expect([problem?.code, text.slice(problem?.start, problem?.end)]).toEqual([code, where]);
  });

  test('a problem leaves the other terms as they are', () => {
    const { terms } = parseTrafficFilter('provder:x state:failed');
    expect(printTrafficFilter(terms)).toBe('state:failed');
  });

  test('a pasted novel is cut, and says so', () => {
    const { problems } = parseTrafficFilter('word '.repeat(1_000));
    expect(problems.map(({ code }) => code)).toEqual(['too-long']);
  });
});
