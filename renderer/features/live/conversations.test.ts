import { describe, expect, test } from 'vitest';
import { groupRows } from './conversations.ts';
import { exchangeRow } from './row.fixture.ts';
import { rowsOf } from './traffic-state.ts';

const rows = rowsOf([
  exchangeRow({ id: '1', startedAt: 1, sessionId: 'a' }),
  exchangeRow({ id: '2', startedAt: 2, sessionId: 'b', state: 'failed', costNanoUsd: null }),
  exchangeRow({ id: '3', startedAt: 3, sessionId: null, priceBasis: 'unpriced' }),
  exchangeRow({ id: '4', startedAt: 4, sessionId: 'a', state: 'streaming', usage: null }),
]);

describe('groupRows', () => {
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
});
