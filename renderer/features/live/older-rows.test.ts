import { describe, expect, test } from 'vitest';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { parseFilter } from './filter.ts';
import {
  applyFailure,
  applyMove,
  applyPage,
  applyRenewal,
  applyWord,
  cutOf,
  mostOlder,
  nextBefore,
  noOlder,
  olderFor,
  passing,
  type Older,
} from './older-rows.ts';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';
import { newestOf, noRows, rowsOf, withRows, type Rows } from './traffic-state.ts';

/** Rows that began at these times, with the time as id. */
const at = (...times: readonly number[]): ExchangeRow[] =>
  times.map((startedAt) => exchangeRow({ id: String(startedAt), startedAt }));
const filterOf = (text: string, now = 100) => parseFilter(text, now);
const page = (more: boolean, ...times: readonly number[]) => ({ rows: at(...times), more });
const start = (text: string, isWhole = false): Older => noOlder(1, filterOf(text), isWhole);
const read = (older: Older, memory: Rows, ...times: readonly number[]): Older =>
  applyPage(older, page(true, ...times), memory);
const memory = rowsOf(at(50, 60, 70));

describe('what is asked', () => {
  test('without a filter nothing, unless the person scrolls there; a filter asks by itself', () => {
    expect(start('').phase).toBe('more');
    expect(start('', true).phase).toBe('end');
    expect(start('provider:ollama').phase).toBe('due');
    expect(start('provider:').phase).toBe('more');
  });

  test('another wording of the same filter keeps what was read', () => {
    const older = read(start('provider:ollama'), memory, 40);
    expect(olderFor(older, filterOf(' PROVIDER:ollama  kind:'), false)).toBe(older);
    expect(olderFor(older, filterOf('provider:ollam'), false)).toMatchObject({
      run: 2,
      rows: noRows,
    });
  });

  test('an age stays the same filter as time passes, and another age is another', () => {
    const older = noOlder(1, filterOf('since:2h', 1e12), false);
    expect(olderFor(older, filterOf('since:2h', 2e12), false)).toBe(older);
    expect(olderFor(older, filterOf('since:120m', 2e12), false)).toBe(older);
    expect(olderFor(older, filterOf('since:3h', 1e12), false).run).toBe(2);
  });

  test('pages begin before the rows in memory, and then where the last one ended', () => {
    const older = start('');
    expect(nextBefore(older, memory)).toBe(51);
    expect(nextBefore(older, noRows)).toBeNull();
    expect(nextBefore(read(older, memory, 40, 30), memory)).toBe(30);
  });

  test('words of bodies are asked for in all requests, those in memory too', () => {
    const older = start('text:needle');
    expect(nextBefore(older, memory)).toBeNull();
    expect(nextBefore(read(older, memory, 70, 60), memory)).toBe(60);
  });
});

describe('applyPage', () => {
  test('counts what is new and knows whether there is more', () => {
    const older = applyPage(start(''), page(true, 50, 45, 40), memory);
    expect([older.phase, older.added, older.rows.ids]).toEqual(['more', 2, ['40', '45']]);
    const last = applyPage(older, page(false), memory);
    expect([last.phase, last.added, last.before]).toEqual(['end', 0, 40]);
  });

  test('holds so many and no more', () => {
    const times = Array.from({ length: mostOlder }, (_, time) => time);
    const memoryOfLate = rowsOf(at(mostOlder + 1));
    const full = applyPage(start(''), page(true, ...times.toReversed()), memoryOfLate);
    expect([full.phase, full.rows.ids.length]).toEqual(['full', mostOlder]);
    expect(applyPage(start(''), page(false, ...times), memoryOfLate).phase).toBe('end');
  });

  test('does not take back that a request has ended meanwhile', () => {
    const running = exchangeRow({ id: '30', startedAt: 30, state: 'streaming' });
    const older = read(start(''), memory, 40, 30);
    const after = applyPage(older, { rows: [running], more: false }, memory);
    expect(after.rows.byId.get('30')?.state).toBe('complete');
  });

  test('what a filter by time finds anew comes to what was read', () => {
    const older = read(start('until:2h'), memory, 30, 20);
    const renewed = applyRenewal(older, page(true, 40, 30), memory);
    expect(renewed.rows.ids).toEqual(['20', '30', '40']);
    expect([renewed.before, renewed.phase, renewed.added]).toEqual([20, 'more', 2]);
  });

  test('a failure can be asked again from the same place', () => {
    const failed = applyFailure(read(start(''), memory, 40), 'busy');
    expect([failed.phase, failed.reason, nextBefore(failed, memory)]).toEqual([
      'failed',
      'busy',
      40,
    ]);
  });
});

describe('applyMove', () => {
  const after = newestOf(withRows(memory, at(80)), 2);
  const move = { before: memory, after, changed: at(80), now: 100, isTorn: false };

  test('what falls out of memory follows those that were read', () => {
    const older = applyMove(read(start(''), memory, 40), move, false);
    expect(older.rows.ids).toEqual(['40', '50', '60']);
    expect(older.before).toBe(40);
  });

  test('where none was read it goes, and can be read', () => {
    const older = applyMove(start('', true), move, false);
    expect([older.phase, older.rows.ids, nextBefore(older, after)]).toEqual(['more', [], 71]);
  });

  test('what the filter hides does not follow', () => {
    const rows = at(50, 60, 70).map((row) =>
      row.id === '50' ? { ...row, provider: 'minimax' } : row,
    );
    const before = rowsOf(rows);
    const older = applyPage(start('provider:ollama'), page(false), before);
    const moved = applyMove(
      older,
      { before, after: rowsOf(at(70)), changed: [], now: 100, isTorn: false },
      false,
    );
    expect([moved.phase, moved.rows.ids]).toEqual(['end', ['60']]);
  });

  test('a gap between what was read and memory begins anew', () => {
    const older = applyMove(
      read(start('provider:ollama'), memory, 40),
      { before: memory, after: rowsOf(at(90, 91)), changed: [], now: 100, isTorn: true },
      false,
    );
    expect(older).toMatchObject({ run: 2, phase: 'due', rows: noRows, key: 'provider:ollama' });
  });

  test('a long request that memory has let go moves on where it stands', () => {
    const running = exchangeRow({ id: '40', startedAt: 40, state: 'streaming' });
    const older = applyPage(start(''), { rows: [running], more: true }, memory);
    const moved = applyMove(
      older,
      { before: memory, after: memory, changed: at(40, 20), now: 100, isTorn: false },
      false,
    );
    expect([moved.rows.ids, moved.rows.byId.get('40')?.state]).toEqual([['40'], 'complete']);
  });

  test('nothing that matters here leaves it as it is', () => {
    const older = read(start(''), memory, 40);
    expect(
      applyMove(
        older,
        { before: memory, after: memory, changed: at(60), now: 100, isTorn: false },
        false,
      ),
    ).toBe(older);
  });
});

describe('a filter for words of bodies', () => {
  const filter = filterOf('text:needle');
  const running = (id: string, textTail: string): ExchangeRow =>
    exchangeRow({ id, startedAt: Number(id), state: 'streaming', textTail });
  const before = rowsOf([...at(50), running('60', 'a needle'), running('70', '')]);
  const ended = [
    exchangeRow({ id: '60', startedAt: 60, textTail: 'a needle' }),
    exchangeRow({ id: '70', startedAt: 70, textTail: 'a needle' }),
    exchangeRow({ id: '80', startedAt: 80, textTail: 'a needle' }),
  ];
  const after = withRows(before, ended);
  const shown = (older: Older, rows: Rows): readonly string[] =>
    rows.ids.filter((id) => passing(older, filter)(rows.byId.get(id)!));

  test('takes the word of the store for what has ended, and its own for what runs', () => {
    const older = applyPage(start('text:needle'), page(true, 50), before);
    expect(shown(older, before)).toEqual(['50', '60']);
    expect(shown(start('text:needle'), before)).toEqual(['60']);
  });

  test('what ends is asked about; until then it stays as it was', () => {
    const older = applyMove(
      start('text:needle'),
      { before, after, changed: ended, now: 100, isTorn: false },
      true,
    );
    expect([...older.pending]).toEqual([
      ['60', true],
      ['70', false],
      ['80', false],
    ]);
    expect(shown(older, after)).toEqual(['60']);
    const told = applyWord(older, ['60', '70'], new Set(['70']), after);
    expect([shown(told, after), [...told.pending.keys()]]).toEqual([['70'], ['80']]);
  });

  test('a request that ran when the page was read goes when it ends without the words', () => {
    const older = applyPage(
      start('text:needle'),
      { rows: [running('60', 'a needle')], more: false },
      before,
    );
    const moved = applyMove(
      older,
      { before, after, changed: ended.slice(0, 1), now: 100, isTorn: false },
      true,
    );
    expect(shown(moved, after)).toEqual(['60']);
    expect(applyWord(moved, ['60'], new Set(), after).rows.ids).toEqual([]);
  });

  test('the same end told twice is asked about once', () => {
    const older = applyMove(
      start('text:needle'),
      { before, after, changed: ended, now: 100, isTorn: false },
      true,
    );
    const told = applyWord(older, ['60', '70', '80'], new Set(), after);
    const again = applyMove(
      told,
      { before: after, after, changed: ended, now: 100, isTorn: false },
      true,
    );
    expect(again.pending.size).toBe(0);
  });
});

describe('cutOf', () => {
  test('is what lies before the first row that is shown', () => {
    const older = rowsOf(at(10, 20, 30, 60));
    expect(cutOf(older, rowsOf(at(25, 60)))).toEqual({ count: 2, besides: [] });
    expect(cutOf(older, noRows)).toEqual({ count: 4, besides: [] });
  });

  test('of the very ms of that row, those that are not shown', () => {
    const same = (id: string): ExchangeRow => exchangeRow({ id, startedAt: 20 });
    const older = rowsOf([...at(10), same('x'), same('y')]);
    expect(cutOf(older, rowsOf([same('y'), ...at(30)]))).toEqual({ count: 1, besides: ['x'] });
  });
});
