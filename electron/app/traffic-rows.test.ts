import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { parseTrafficFilter } from '../../shared/domain/traffic-filter-parse.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { newestRows, pageOf } from './traffic-rows.ts';

const row = (id: string, more: Partial<ExchangeRow> = {}): ExchangeRow =>
  exchangeRow({ id, startedAt: 10, ...more });
const told = (rows: readonly ExchangeRow[]): readonly string[] =>
  rows.map(({ id, state }) => `${id} ${state}`);
const page = (
  text: string,
  kept: readonly ExchangeRow[],
  fresh: readonly ExchangeRow[],
  limit = 10,
  before: number | null = null,
): readonly string[] =>
  told(pageOf(kept, fresh, { terms: parseTrafficFilter(text, 0).terms, limit, before }).rows);

describe('a page of what is kept and what memory holds', () => {
  test('shows a running row as it stands, not as it was kept', () => {
    const kept = [row('a', { state: 'waiting' })];
    expect(page('', kept, [row('a', { state: 'streaming' })])).toEqual(['a streaming']);
    expect(page('state:waiting', kept, [row('a', { state: 'streaming' })])).toEqual([]);
  });

  test('knows that a row has ended before the store does', () => {
    const kept = [row('a', { state: 'streaming' })];
    const fresh = [row('a', { state: 'cut' })];
    expect(page('', kept, fresh)).toEqual(['a cut']);
    expect(page('state:running', kept, fresh)).toEqual([]);
  });

  test('shows a row that only memory knows, where it fits the filter', () => {
    const fresh = [row('new', { startedAt: 20, provider: 'zai' })];
    expect(page('provider:zai', [row('old', { provider: 'zai' })], fresh)).toEqual([
      'new complete',
      'old complete',
    ]);
    expect(page('provider:minimax', [], fresh)).toEqual([]);
  });

  test('leaves text of ended rows to the store, which has their bodies', () => {
    const ended = row('a', { textTail: 'needle' });
    expect(page('text:needle', [], [ended])).toEqual([]);
    expect(page('text:needle', [ended], [row('a')])).toEqual(['a complete']);
    // What runs is in no store: its last words are all there is.
    const running = row('b', { state: 'streaming', textTail: 'a needle' });
    expect(page('text:needle', [], [running, row('c', { state: 'streaming' })])).toEqual([
      'b streaming',
    ]);
  });

  test('ends before its bound, and lets rows of one ms stay together', () => {
    const rows = ['a', 'b', 'c'].map((id) => row(id));
    const older = row('d', { startedAt: 9 });
    expect(page('', [...rows, older], [], 2)).toEqual(['a complete', 'b complete', 'c complete']);
    expect(page('', [older], rows, 2, 10)).toEqual(['d complete']);
  });

  test('does not reach past what the store has read', () => {
    const kept = [row('a', { startedAt: 9 }), row('b', { startedAt: 8 })];
    const fresh = [row('early', { startedAt: 3 }), row('between', { startedAt: 8 })];
    const found = pageOf(kept, fresh, { terms: [], limit: 2, before: null });
    expect([told(found.rows), found.more]).toEqual([
      ['a complete', 'between complete', 'b complete'],
      true,
    ]);
  });
});

describe('newest rows', () => {
  test('are each there once, the first given, unless a later one has ended', () => {
    const rows = [
      row('a', { state: 'streaming', provider: 'first' }),
      row('a', { state: 'streaming', provider: 'second' }),
      row('b', { state: 'waiting' }),
      row('b', { state: 'complete', provider: 'ended' }),
      row('b', { state: 'streaming' }),
    ];
    const newest = newestRows(rows, 5, null);
    expect(newest.map(({ id, state, provider }) => [id, state, provider])).toEqual([
      ['a', 'streaming', 'first'],
      ['b', 'complete', 'ended'],
    ]);
  });
});

/** A request as memory and the store have it; either may not. */
const anyRequest = fc.record({
  startedAt: fc.integer({ min: 1, max: 12 }),
  inMemory: fc.constantFrom('complete', 'streaming', null),
  isKept: fc.boolean(),
});

test('page by page, whatever is where, each row comes once and newest first', () => {
  fc.assert(
    fc.property(
      fc.array(anyRequest, { maxLength: 25 }),
      fc.integer({ min: 1, max: 6 }),
      (requests, limit) => {
        const known = requests.filter(({ inMemory, isKept }) => inMemory !== null || isKept);
        const rows = known.map(({ startedAt, inMemory }, place) =>
          row(String(place), { startedAt, state: inMemory ?? 'complete' }),
        );
        const fresh = rows.filter((_, place) => known[place]?.inMemory !== null);
        const stored = rows.filter((_, place) => known[place]?.isKept === true);
        const seen: ExchangeRow[] = [];
        let before: number | null = null;
        for (let pages = 0; pages <= rows.length; pages += 1) {
          // As the store pages: what shares a ms with the last comes along.
          const kept = newestRows(stored, limit, before);
          const { rows: found, more } = pageOf(kept, fresh, { terms: [], limit, before });
          seen.push(...found);
          before = found.at(-1)?.startedAt ?? before;
          if (!more) break;
        }
        const times = seen.map(({ startedAt }) => startedAt);
        expect(times).toEqual(times.toSorted((a, b) => b - a));
        expect(seen.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
      },
    ),
    { numRuns: 500 },
  );
});
