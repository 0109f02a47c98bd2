import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { inProcessChannel } from './store-channel.ts';
import { openStore, type ExchangeStore } from './store.ts';

/** Fewer than may wait to be written. */
const ROWS_AT_ONCE = 4000;

/** A store of its own for the tests of a file, with these rows in it; `now` in epoch ms. */
export function useFilledStore(
  rows: readonly ExchangeRow[],
  now: () => number = Date.now,
): () => ExchangeStore {
  let folder = '';
  let store: ExchangeStore | null = null;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'switchyard-filled-'));
    store = await openStore({
      file: join(folder, 'traffic.db'),
      channel: inProcessChannel(now),
      clock: { now, monotonic: () => 0 },
    });
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      store.put(rows.slice(from, from + ROWS_AT_ONCE).map((row) => ({ row })));
      await store.flush();
    }
    expect(store.droppedRows).toBe(0);
  });
  afterAll(async () => {
    await store?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (store === null) throw new Error('The store is open within a test only');
    return store;
  };
}
