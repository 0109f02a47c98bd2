import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { parseFilter } from './filter.ts';
import { applyPage, noOlder } from './older-rows.ts';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';
import { batched, relisted, resumption, type Moving } from './traffic-moves.ts';
import { fallStep, keptRows, noRows, rowsOf } from './traffic-state.ts';

const at = (from: number, to: number): ExchangeRow[] =>
  Array.from({ length: to - from }, (_, place) =>
    exchangeRow({ id: String(from + place), startedAt: from + place }),
  );
const newestFirst = (from: number, to: number): ExchangeRow[] => at(from, to).toReversed();
const fresh = (filter = ''): Moving => ({
  rows: noRows,
  movedAt: 0,
  loaded: false,
  error: null,
  isWhole: false,
  older: noOlder(1, parseFilter(filter, 5), false),
});
const listed = (from: number, to: number, filter = ''): Moving =>
  relisted(fresh(filter), newestFirst(from, to), 5);

describe('the first list', () => {
  test('says by its length whether there are older ones', () => {
    expect(listed(0, 10)).toMatchObject({ isWhole: true, older: { phase: 'end' }, movedAt: 5 });
    expect(listed(0, keptRows)).toMatchObject({ isWhole: false, older: { phase: 'more' } });
  });

  test('leaves it to the store where a filter stands, and asks about none of its rows', () => {
    const { older } = listed(0, 10, 'text:needle');
    expect([older.phase, older.pending.size]).toEqual(['due', 0]);
  });
});

describe('a later list', () => {
  test('that touches what was known leaves nothing out', () => {
    const first = listed(10_000, 15_000);
    const read = applyPage(
      first.older,
      { rows: newestFirst(9_500, 10_000), more: true },
      first.rows,
    );
    const state = relisted({ ...first, older: read }, newestFirst(13_000, 18_000), 6);
    expect([state.rows.ids.length, state.rows.ids[0]]).toEqual([keptRows, '13000']);
    expect([state.older.rows.ids.length, state.older.rows.ids.at(-1)]).toEqual([3_500, '12999']);
  });

  test('that does not touch it begins anew, without a hole in the middle', () => {
    const few = listed(0, 300);
    const state = relisted(few, newestFirst(9_000, 14_000), 6);
    expect([state.rows.ids[0], state.isWhole, state.older.phase]).toEqual(['9000', false, 'more']);
    // What was pushed while the list travelled is newer than it, and stays.
    const pushed = { ...few, ...batched(few, { rows: at(14_000, 14_002), skipped: 0 }, 6) };
    const after = relisted(pushed, newestFirst(9_000, 14_000), 7);
    expect([after.rows.ids[0], after.rows.ids.at(-1)]).toEqual(['9000', '14001']);
  });

  test('asks about what ended while nobody looked', () => {
    const first = listed(0, 10, 'text:needle');
    const { older } = relisted(first, newestFirst(0, 12), 6);
    expect([...older.pending.keys()].sort()).toEqual(['10', '11']);
  });
});

test('a batch that pushes rows out of memory says that it is not whole any more', () => {
  const state = listed(0, keptRows - 1);
  expect(state.isWhole).toBe(true);
  const more = batched(state, { rows: at(keptRows, keptRows + fallStep), skipped: 0 }, 6);
  expect([more.isWhole, more.older?.phase]).toEqual([true, 'end']);
  const most = batched(state, { rows: at(keptRows, keptRows + fallStep + 2), skipped: 0 }, 6);
  expect([most.isWhole, most.older?.phase, most.rows?.ids.length]).toEqual([
    false,
    'more',
    keptRows,
  ]);
});

test('a view that was paused for too long is torn from what moves', () => {
  const frozen = rowsOf(at(0, 10));
  expect(resumption(frozen, rowsOf(at(5, 20)), 6).isTorn).toBe(false);
  expect(resumption(frozen, rowsOf(at(11, 20)), 6).isTorn).toBe(true);
  expect(resumption(noRows, rowsOf(at(11, 20)), 6).isTorn).toBe(false);
});
