import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gathered, grouped, joined } from './conversations.ts';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';
import { rowsOf, type Rows } from './traffic-state.ts';

const rows = rowsOf([
  exchangeRow({ id: '1', startedAt: 1, sessionId: 'a' }),
  exchangeRow({ id: '2', startedAt: 2, sessionId: 'b', state: 'failed', costNanoUsd: null }),
  exchangeRow({ id: '3', startedAt: 3, sessionId: null, priceBasis: 'unpriced' }),
  exchangeRow({ id: '4', startedAt: 4, sessionId: 'a', state: 'streaming', usage: null }),
]);

const groupRows = (ids: readonly string[], from: Rows, closed: ReadonlySet<string>) =>
  grouped(gathered(ids, from), closed);

describe('grouping', () => {
  test('each request stands below its conversation, the one that spoke last at the end', () => {
    const { ids } = groupRows(rows.ids, rows, new Set());
    expect(ids).toEqual(['conversation b', '2', 'conversation ', '3', 'conversation a', '1', '4']);
  });

  test('a closed one shows its sums only, and they count all of it', () => {
    const { ids, conversations } = groupRows(rows.ids, rows, new Set(['conversation a']));
    expect(ids.slice(-1)).toEqual(['conversation a']);
    expect(conversations.get('conversation a')).toMatchObject({
      ids: ['1', '4'],
      running: 1,
      failed: 0,
      // 800 that were not cached, and the estimate of the one that runs.
      input: 1_700,
      cached: 200,
      output: 60,
      costNanoUsd: 2_000_000,
      savedNanoUsd: 8_000_000,
    });
    expect(conversations.get('conversation b')).toMatchObject({ failed: 1, costNanoUsd: 0 });
    expect(conversations.get('conversation ')).toMatchObject({ sessionId: null, unpriced: 1 });
  });

  test('a filtered row is in no conversation', () => {
    expect(groupRows(['2'], rows, new Set()).ids).toEqual(['conversation b', '2']);
  });

  test('older and newer ones that are gathered apart and joined are as if gathered at once', () => {
    const anyRow = fc.record({
      sessionId: fc.constantFrom('a', 'b', 'c', null),
      state: fc.constantFrom('complete' as const, 'failed' as const, 'streaming' as const),
      costNanoUsd: fc.option(fc.nat(1e6), { nil: null }),
      priceBasis: fc.constantFrom('priced' as const, 'unpriced' as const),
      estimated: fc.constantFrom({}, { isEstimated: true as const }),
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 12 }), fc.nat(12), (list, at) => {
        const all = rowsOf(
          list.map(({ estimated, ...row }, place) =>
            exchangeRow({ ...row, ...estimated, id: String(place), startedAt: place }),
          ),
        );
        const older = gathered(all.ids.slice(0, at), all);
        const newer = gathered(all.ids.slice(at), all);
        const whole = gathered(all.ids, all);
        expect([...joined(older, newer)]).toEqual([...whole]);
      }),
    );
  });
});
