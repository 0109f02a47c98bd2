import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTrafficFilter } from '../../../shared/domain/traffic-filter-parse.ts';
import { applyCompletion, completeFilter } from './completion.ts';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';

const noon = (date: number): number => new Date(2026, 10, date, 12).getTime();
const rows = [
  exchangeRow({ provider: 'ollama', project: '/src/my atlas', startedAt: noon(19) }),
  exchangeRow({ provider: 'ollama', project: '/src/docs', startedAt: noon(20) }),
  exchangeRow({ provider: 'minimax', project: null, startedAt: noon(20) }),
];
const complete = (text: string) => completeFilter(text, text.length, () => rows);
const labels = (text: string): readonly string[] => complete(text).items.map(({ label }) => label);

describe('completeFilter', () => {
  test.each<[string, readonly string[]]>([
    ['pro', ['provider', 'project', 'profile']],
    ['-pro', ['provider', 'project', 'profile']],
    ['state:failed co', ['cost']],
    ['provider:', ['ollama', 'minimax']],
    ['provider:mini', ['minimax']],
    ['provider:ollama,', ['minimax']],
    ['-project:"my', ['/src/my atlas']],
    ['status:err', ['error']],
    ['state:can', ['cancelled', 'cancelled-here']],
    ['state:client', ['client-left']],
    ['has:t', ['text', 'thinking', 'tool_use', 'retry', 'fault', 'project']],
    ['sin', ['since']],
    ['since:', ['today', 'yesterday', '30m', '2h', '7d']],
    ['-until:yes', ['yesterday']],
    ['day:', ['today', 'yesterday', '2026-11-20', '2026-11-19']],
    ['day:today,2026-11-1', ['2026-11-19']],
    ['is:', ['replay', 'estimated', 'unmatched', 'rated']],
    ['basis:un', ['unpriced', 'counted']],
    ['basis:', ['counted', 'priced', 'unpriced', 'free', 'subscription', 'hardware', 'practice']],
    ['kind:sub', ['subagent']],
    // What is whole needs no proposal, and an amount has none.
    ['provider:minimax', []],
    ['cost>', []],
    ['"quoted', []],
    ['nothing', []],
  ])('at the end of %j it proposes %j', (text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  test('a value that is an id is found by its name, and is put in as the id', () => {
    const nameOf = (key: string, value: string) =>
      key === 'provider' && value === 'ollama' ? 'The box under the desk' : null;
    const { items } = completeFilter('provider:desk', 13, () => rows, nameOf);
    expect(items).toEqual([
      { insert: 'ollama', label: 'ollama', name: 'The box under the desk', count: 2, key: null },
    ]);
  });

  test('says in how many rows a value is found', () => {
    const counts = (text: string) => complete(text).items.map(({ count }) => count);
    expect(counts('provider:')).toEqual([2, 1]);
    expect(counts('day:')).toEqual([null, null, 2, 1]);
  });

  test('a value with blanks comes quoted, and the next term can begin', () => {
    const text = 'project:my';
    const completion = complete(text);
    const [item] = completion.items;
    expect(item && applyCompletion(text, completion, item)).toEqual({
      text: 'project:"/src/my atlas" ',
      caret: 24,
    });
  });

  test('in the middle only the term at the caret changes', () => {
    const text = '-prov state:failed';
    const completion = completeFilter(text, 5, () => rows);
    const [item] = completion.items;
    expect(item && applyCompletion(text, completion, item)).toEqual({
      text: '-provider: state:failed',
      caret: 10,
    });
  });

  test('wherever the caret stands, what is inserted makes no new problem', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'provider:o',
          'state:f,c',
          '-kind:ma text:"a b"',
          'x pro',
          'project:"my',
          'day:t since:',
        ),
        fc.nat(20),
        (text, at) => {
          const before = parseTrafficFilter(text, 0).problems.length;
          const completion = completeFilter(text, Math.min(at, text.length), () => rows);
          for (const item of completion.items) {
            const after = applyCompletion(text, completion, item).text;
            expect(parseTrafficFilter(after, 0).problems.length).toBeLessThanOrEqual(before);
          }
        },
      ),
    );
  });
});
