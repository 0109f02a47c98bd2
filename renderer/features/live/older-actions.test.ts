// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import { connectOlder, olderStep, type After } from './older-actions.ts';
import { exchangeRow } from '../../../shared/domain/exchange-row.fixture.ts';
import { keptRows } from './traffic-state.ts';
import { connectTraffic, createTrafficStore, type TrafficStore } from './traffic-store.ts';

/** A clock that the test moves. */
function manualAfter(): { readonly after: After; readonly pass: (ms: number) => Promise<void> } {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    after: (run, delayMs) => {
      const entry = { at: now + delayMs, run };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    pass: async (ms) => {
      now += ms;
      for (const entry of [...waiting])
        if (entry.at <= now) {
          waiting.delete(entry);
          entry.run();
        }
      await settle();
    },
  };
}
/** The fake answers in microtasks; a few turns of them are more than any answer takes. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

const many = 12_000;
const all: readonly ExchangeRow[] = Array.from({ length: many }, (_, place) =>
  exchangeRow({
    id: `r${String(place)}`,
    startedAt: place,
    provider: place % 100 === 0 ? 'rare' : 'ollama',
  }),
);

let api: FakeApi;
let store: TrafficStore;
let pass: (ms: number) => Promise<void>;
let stop: () => void;
async function begin(rows: readonly ExchangeRow[] = all): Promise<void> {
  const clock = manualAfter();
  pass = clock.pass;
  api = createFakeApi({ rows: [...rows] });
  store = createTrafficStore(api);
  const [stopTraffic, stopOlder] = [connectTraffic(store, api), connectOlder(store, clock.after)];
  stop = () => {
    stopTraffic();
    stopOlder();
  };
  await settle();
  return;
}
const asked = (method: string): unknown[] =>
  api.world.calls.filter((call) => call.method === method).map(({ input }) => input);
const older = () => store.getState().older;

describe('reading older rows', () => {
  beforeEach(() => begin());

  test('without a filter they are read page by page when they are asked for, until none is left', async () => {
    await pass(10_000);
    expect(asked('traffic.page')).toEqual([]);
    let pages = 0;
    for (; older().phase === 'more' && pages < 100; pages += 1) await store.getState().readOlder();
    expect([pages, older().phase, older().rows.ids.length]).toEqual([
      (many - keptRows) / olderStep + 1,
      'end',
      many - keptRows,
    ]);
    expect(older().rows.ids[0]).toBe('r0');
    expect(older().rows.ids.at(-1)).toBe(`r${String(many - keptRows - 1)}`);
    stop();
  });

  test('a second wish while one page is read asks for nothing more', async () => {
    void store.getState().readOlder();
    void store.getState().readOlder();
    await settle();
    expect(asked('traffic.page')).toHaveLength(1);
    stop();
  });

  test('a filter asks once the typing rests, before the rows in memory', async () => {
    for (const text of ['p', 'pro', 'provider:r', 'provider:rare']) {
      store.getState().setFilter(text);
      await pass(100);
    }
    expect(asked('traffic.page')).toEqual([]);
    await pass(100);
    expect(asked('traffic.page')).toEqual([
      { filter: 'provider:rare', limit: olderStep, before: many - keptRows + 1 },
    ]);
    expect([older().phase, older().rows.ids.length]).toEqual(['end', (many - keptRows) / 100]);
    stop();
  });

  test('an answer to a filter that was replaced meanwhile is not taken', async () => {
    let answer: () => void = () => undefined;
    const page = api.traffic.page;
    vi.spyOn(api.traffic, 'page').mockImplementationOnce(async (input) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return page(input);
    });
    store.getState().setFilter('provider:rare');
    await pass(200);
    store.getState().setFilter('provider:nobody');
    answer();
    await settle();
    expect([older().phase, older().rows.ids.length]).toEqual(['due', 0]);
    await pass(200);
    expect([older().phase, older().rows.ids.length]).toEqual(['end', 0]);
    stop();
  });

  test('what cannot be read says why, and is read when it is tried again', async () => {
    const error = { code: 'failed', message: 'the store is busy' } as const;
    api.world.failures.set('traffic.page', error);
    await store.getState().readOlder();
    expect([older().phase, older().reason]).toEqual(['failed', 'the store is busy']);
    api.world.failures.clear();
    await store.getState().readOlder();
    // The first of the page is the oldest in memory: others could have begun in the same ms.
    expect([older().phase, older().added]).toEqual(['more', olderStep - 1]);
    stop();
  });

  test('what a filter by time finds is asked for anew, and joins what was read', async () => {
    await store.getState().readOlder();
    await store.getState().readOlder();
    const { before } = older();
    api.world.rows.push(exchangeRow({ id: 'late', startedAt: many - keptRows - 10 }));
    await store.getState().renewOlder();
    expect(asked('traffic.page').at(-1)).toEqual(asked('traffic.page')[0]);
    expect([older().rows.byId.has('late'), older().before, older().phase]).toEqual([
      true,
      before,
      'more',
    ]);
    stop();
  });

  test('after the view is gone nothing is asked any more', async () => {
    store.getState().setFilter('provider:rare');
    stop();
    await pass(1_000);
    expect(asked('traffic.page')).toEqual([]);
  });
});

describe('words of bodies', () => {
  const ended = (id: string): ExchangeRow => exchangeRow({ id, startedAt: many + Number(id) });
  const tell = (...rows: ExchangeRow[]): void => {
    api.world.rows.push(...rows);
    api.push.traffic({ rows, skipped: 0 });
  };

  test('requests that end are asked about at once, and then once a second at most', async () => {
    await begin(all.slice(0, 10));
    api.world.keptTexts.set('r3', 'the needle');
    store.getState().setFilter('text:needle');
    await pass(200);
    expect(older().rows.ids).toEqual(['r3']);
    api.world.keptTexts.set('1', 'a needle').set('3', 'needles');
    tell(ended('1'));
    tell(ended('2'));
    await settle();
    tell(ended('3'));
    await pass(999);
    expect(asked('traffic.whichMatch')).toEqual([{ filter: 'text:needle', exchangeIds: ['1'] }]);
    await pass(1);
    expect(asked('traffic.whichMatch').slice(1)).toEqual([
      { filter: 'text:needle', exchangeIds: ['2', '3'] },
    ]);
    expect(older().rows.ids).toEqual(['r3', '1', '3']);
    await pass(5_000);
    expect(asked('traffic.whichMatch')).toHaveLength(2);
    stop();
  });

  test('what could not be asked is asked again', async () => {
    await begin(all.slice(0, 10));
    store.getState().setFilter('-text:needle');
    await pass(200);
    api.world.failures.set('traffic.whichMatch', { code: 'failed', message: 'busy' });
    tell(ended('1'));
    await settle();
    expect(older().rows.ids).not.toContain('1');
    api.world.failures.clear();
    await pass(1_000);
    expect(older().rows.ids).toContain('1');
    stop();
  });
});
