import { expect, test } from 'vitest';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import type { TrafficBatch } from '../../shared/ipc/contract.ts';
import { createLiveFeed, type Schedule } from './live-feed.ts';

function feed() {
  const batches: TrafficBatch[] = [];
  const due: { callback: () => void; delayMs: number }[] = [];
  const schedule: Schedule = (callback, delayMs) => {
    const entry = { callback, delayMs };
    due.push(entry);
    return () => due.splice(due.indexOf(entry), 1);
  };
  const live = createLiveFeed((batch) => batches.push(batch), schedule);
  const elapse = () => {
    for (const { callback } of due.splice(0)) callback();
  };
  return { live, batches, due, elapse };
}
const row = (id: string, attempts = 0) => ({ id, attempts }) as ExchangeRow;

test('one push per quarter second holds the newest state of each exchange', () => {
  const { live, batches, due, elapse } = feed();
  live.watch(true);
  live.row(row('a'));
  live.row(row('b'));
  live.row(row('a', 1));
  expect(due.map(({ delayMs }) => delayMs)).toEqual([250]);
  expect(batches).toEqual([]);
  elapse();
  expect(batches).toEqual([{ rows: [row('b'), row('a', 1)], skipped: 0 }]);
  elapse();
  expect(batches).toHaveLength(1);
});

test('a full batch says how many it left out', () => {
  const { live, batches, elapse } = feed();
  live.watch(true);
  for (let index = 0; index < 230; index += 1) live.row(row(String(index)));
  elapse();
  expect([batches[0]!.rows.length, batches[0]!.skipped, batches[0]!.rows.at(-1)!.id]).toEqual([
    200,
    30,
    '229',
  ]);
});

test('nothing is kept or pushed while nobody watches', () => {
  const { live, batches, due, elapse } = feed();
  live.row(row('a'));
  expect(due).toEqual([]);
  live.watch(true);
  live.row(row('b'));
  live.watch(false);
  expect(due).toEqual([]);
  live.watch(true);
  live.row(row('c'));
  elapse();
  expect(batches).toEqual([{ rows: [row('c')], skipped: 0 }]);
  live.row(row('d'));
  live.dispose();
  live.dispose();
  elapse();
  expect(batches).toHaveLength(1);
});
