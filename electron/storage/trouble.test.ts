import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'libsql';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { storeWorking, type StoreState } from '../../shared/domain/status.ts';
import type { RawBodies } from '../traffic/bodies.ts';
import { BodyQueue } from './body-queue.ts';
import { openDatabase } from './database.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { inProcessChannel } from './store-channel.ts';
import { openStore, type ExchangeStore } from './store.ts';
import { MAX_QUEUED } from './write-queue.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-trouble-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Large rows, so that few fill a disk. */
const rows = (from: number, count: number): { row: ExchangeRow }[] =>
  Array.from({ length: count }, (_, index) => ({
    row: exchangeRow({ id: `row-${String(from + index)}`, errorMessage: 'x'.repeat(4000) }),
  }));

async function open(
  options: Partial<Parameters<typeof openStore>[0]> = {},
): Promise<{ store: ExchangeStore; states: StoreState[] }> {
  const states: StoreState[] = [];
  const store = await openStore({
    file: join(folder, 'traffic.db'),
    channel: inProcessChannel(Date.now),
    retryMs: 5,
    onState: (state) => states.push(state),
    ...options,
  });
  onTestFinished(() => store.close());
  return { store, states };
}

describe('a disk without room', () => {
  async function fillsAndRecovers(
    { store, states }: { store: ExchangeStore; states: StoreState[] },
    makeRoom: () => void,
  ): Promise<void> {
    for (let from = 0; store.state.condition !== 'full'; from += 50) {
      if (from > 5000) throw new Error('there was always room');
      store.put(rows(from, 50));
      await store.flush();
    }
    const kept = (await store.list({ limit: 5000, before: null })).length;
    expect(kept).toBeGreaterThan(0);
    expect(store.droppedRows).toBe(0);
    store.put(rows(10_000, MAX_QUEUED + 7));
    await store.flush();
    expect(store.state.condition).toBe('full');
    expect(store.droppedRows).toBeGreaterThanOrEqual(7);
    const dropped = store.droppedRows;
    const told = { dropped, droppedBodies: 0, setAside: null };
    expect(states.at(-1)).toEqual({ condition: 'full', ...told });

    makeRoom();
    await vi.waitFor(
      () => {
        expect(store.state).toEqual({ condition: 'working', ...told });
      },
      { timeout: 20_000 },
    );
    await store.flush();
    expect(states.at(-1)?.condition).toBe('working');
    expect(await store.detail('row-10000')).not.toBeNull();
  }

  test('keeps what waits, counts what does not fit, and writes it when there is room again', async () => {
    let database: Database.Database | null = null;
    const channel = inProcessChannel(Date.now, (file, now) => {
      const opened = openDatabase(file, now);
      database = opened.database;
      database.pragma('max_page_count = 200');
      return opened;
    });
    await fillsAndRecovers(await open({ channel }), () => {
      database?.pragma('max_page_count = 1000000');
    });
  });

  const disk = ownDisk();
  test.skipIf(disk === null)('the same on a disk that is really full', async () => {
    if (disk === null) return;
    onTestFinished(() => {
      // Lazily: prepared statements hold the file until they are collected.
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true, force: true });
    });
    const ballast = join(disk, 'ballast');
    const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize;
    writeFileSync(ballast, Buffer.alloc(free() - 1_500_000));
    await fillsAndRecovers(await open({ file: join(disk, 'traffic.db') }), () => {
      rmSync(ballast);
    });
  });

  /** A small disk of this test, where the system lets it make one. */
  function ownDisk(): string | null {
    const place = join(tmpdir(), `switchyard-disk-${String(process.pid)}`);
    try {
      mkdirSync(place);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', place], { stdio: 'ignore' });
      return place;
    } catch {
      rmSync(place, { recursive: true, force: true });
      return null;
    }
  }
});

describe('bodies that are not kept', () => {
  const bodies = (text: string): RawBodies => ({
    method: 'POST',
    path: '/v1/messages',
    headers: {},
    request: new TextEncoder().encode(text),
    requestBytes: text.length,
    response: null,
    responseBytes: 0,
    isResponseCut: false,
  });

  test('are counted and told, and those after them are written', async () => {
    let database: Database.Database | null = null;
    const channel = inProcessChannel(Date.now, (file, now) => {
      const opened = openDatabase(file, now);
      database = opened.database;
      return opened;
    });
    const { store, states } = await open({ channel });
    const table = database as Database.Database | null;
    table?.exec('ALTER TABLE bodies RENAME TO elsewhere');
    store.putBodies('one', bodies('first'));
    store.putBodies('two', bodies('second'));
    await store.flush();
    expect(states.at(-1)).toEqual({ ...storeWorking, droppedBodies: 2 });
    table?.exec('ALTER TABLE elsewhere RENAME TO bodies');
    store.putBodies('three', bodies('third'));
    expect((await store.bodies('three'))?.request?.text).toBe('third');
    expect(store.state).toEqual({ ...storeWorking, droppedBodies: 2 });
  });

  test('where too many wait', () => {
    const reasons: string[] = [];
    const queue = new BodyQueue({
      write: () => new Promise(() => undefined),
      isReadOnly: () => false,
      onWritten: () => undefined,
      onDropped: (because) => reasons.push(because),
    });
    const large = { ...bodies(''), request: new Uint8Array(40 * 1024 * 1024) };
    // The first is on its way, the second waits, and there is no room for the third.
    for (const id of ['one', 'two', 'three']) queue.put(id, large);
    expect([queue.dropped, reasons]).toEqual([1, ['too many bodies wait to be written']]);
  });

  test('where the file is a newer app’s', async () => {
    const first = openDatabase(join(folder, 'traffic.db'), Date.now);
    first.database.exec('PRAGMA user_version = 999');
    first.database.close();
    const { store, states } = await open();
    store.putBodies('one', bodies('first'));
    expect(states.at(-1)).toMatchObject({ condition: 'newer', droppedBodies: 1 });
  });
});
