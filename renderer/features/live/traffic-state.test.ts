import { describe, expect, test } from 'vitest';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';
import {
  applyBatch,
  countBefore,
  countInFlight,
  countNew,
  fallStep,
  keptRows,
  noRows,
  rowsOf,
} from './traffic-state.ts';

const batch = (...rows: ReturnType<typeof exchangeRow>[]) => ({ rows, skipped: 0 });

describe('applyBatch', () => {
  test('keeps ids oldest first, however the list came', () => {
    const rows = rowsOf([
      exchangeRow({ id: 'c', startedAt: 3 }),
      exchangeRow({ id: 'a', startedAt: 1 }),
      exchangeRow({ id: 'b', startedAt: 2 }),
    ]);
    expect(rows.ids).toEqual(['a', 'b', 'c']);
  });
  test('replaces a row in place and leaves the order alone', () => {
    const before = rowsOf([
      exchangeRow({ id: 'a', startedAt: 1 }),
      exchangeRow({ id: 'b', startedAt: 2, state: 'streaming' }),
    ]);
    const after = applyBatch(before, batch(exchangeRow({ id: 'b', startedAt: 2 })));
    expect(after.ids).toBe(before.ids);
    expect(after.byId.get('b')?.state).toBe('complete');
    expect(after.byId.get('a')).toBe(before.byId.get('a'));
    expect(before.byId.get('b')?.state).toBe('streaming');
  });
  test('a late row takes its place by start', () => {
    const before = rowsOf([exchangeRow({ id: 'b', startedAt: 2 })]);
    expect(applyBatch(before, batch(exchangeRow({ id: 'a', startedAt: 1 }))).ids).toEqual([
      'a',
      'b',
    ]);
  });
  test('the same new row twice in one batch is one row, the later one', () => {
    const after = applyBatch(
      noRows,
      batch(
        exchangeRow({ id: 'a', state: 'waiting' }),
        exchangeRow({ id: 'a', state: 'streaming' }),
      ),
    );
    expect([after.ids, after.byId.get('a')?.state]).toEqual([['a'], 'streaming']);
  });
  test('is bounded: the oldest fall out of list and map, many at a time', () => {
    const row = (place: number) => exchangeRow({ id: `r${String(place)}`, startedAt: place });
    const most = keptRows + fallStep;
    const full = rowsOf(Array.from({ length: most }, (_, place) => row(place)));
    expect(applyBatch(full, batch(row(0))).ids).toHaveLength(most);
    const after = applyBatch(full, batch(row(most)));
    expect([after.ids.length, after.byId.size, after.ids[0], after.byId.has('r500')]).toEqual([
      keptRows,
      keptRows,
      `r${String(fallStep + 1)}`,
      false,
    ]);
  });
  test('an empty batch changes nothing', () => {
    expect(applyBatch(noRows, batch())).toBe(noRows);
  });
});

test('counts what is in flight and what is new', () => {
  const seen = rowsOf([exchangeRow({ id: 'a', startedAt: 1 })]);
  const now = applyBatch(
    seen,
    batch(
      exchangeRow({ id: 'b', startedAt: 2, state: 'streaming' }),
      exchangeRow({ id: 'c', startedAt: 3, state: 'waiting' }),
    ),
  );
  expect([countInFlight(now), countNew(now, seen), countNew(seen, seen)]).toEqual([2, 2, 0]);
});

test('counts the rows before a time, of one ms none or all', () => {
  const rows = rowsOf(
    [1, 3, 3, 3, 7].map((startedAt, id) => exchangeRow({ id: String(id), startedAt })),
  );
  expect([0, 1, 2, 3, 4, 7, 8].map((at) => countBefore(rows, at))).toEqual([0, 0, 1, 1, 4, 4, 5]);
});
