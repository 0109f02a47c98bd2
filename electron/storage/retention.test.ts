import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { costGroupings } from '../../shared/domain/cost.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { requestKinds } from '../../shared/domain/rule.ts';
import { inProcessChannel } from './store-channel.ts';
import { openStore, type ExchangeStore } from './store.ts';

const DAYS = 8;
const midnight = (day: number): number => new Date(2026, 9, 22 + day).getTime();
const now = midnight(DAYS) + 3_600_000;
let folder: string;
let store: ExchangeStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-retention-'));
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
async function open(): Promise<void> {
  store = await openStore({
    file: join(folder, 'traffic.db'),
    channel: inProcessChannel(() => now),
    clock: { now: () => now, monotonic: () => 0 },
  });
}

const plain = exchangeRow({
  id: 'one',
  startedAt: midnight(0),
  project: '/home/kim',
  sessionId: null,
  sentModel: 'MiniMax-M2.7',
  provider: 'minimax',
  rule: 'long',
  estimatedInputTokens: 10,
  usage: null,
  firstTokenMs: null,
  durationMs: 10,
  costNanoUsd: null,
  baselineNanoUsd: null,
  answerParts: [],
});
const tokens = fc.integer({ min: 0, max: 900_000 });
const maybe = <const T>(...values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.constantFrom(null, ...values);
const anyStored: fc.Arbitrary<{ row: ExchangeRow } & Partial<ExchangeDetail>> = fc
  .record({
    at: fc.tuple(fc.nat(DAYS - 1), fc.nat(86_399_999)).map(([day, ms]) => midnight(day) + ms),
    state: fc.constantFrom<ExchangeRow['state'][]>('complete', 'failed', 'cut', 'streaming'),
    provider: maybe('minimax', 'zai'),
    sentModel: maybe('a', 'b'),
    project: maybe('', '/p', '/q'),
    profile: maybe('hybrid', 'local'),
    rule: maybe('long', 'rest'),
    kind: fc.constantFrom(...requestKinds),
    basis: maybe('priced', 'unpriced', 'free', 'subscription', 'hardware', 'practice'),
    usage: fc.option(
      fc.record({
        input: tokens,
        cacheRead: tokens,
        cacheWrite5m: tokens,
        cacheWrite1h: tokens,
        output: tokens,
      }),
      { nil: null },
    ),
    cost: fc.option(fc.nat(2_000_000_000), { nil: null }),
    isReplay: fc.boolean(),
    isEstimated: fc.boolean(),
    isUnmatched: fc.boolean(),
  })
  .map((r) => ({
    row: {
      ...plain,
      startedAt: r.at,
      state: r.state,
      provider: r.provider,
      sentModel: r.sentModel,
      project: r.project,
      profile: r.profile,
      rule: r.rule,
      kinds: [r.kind],
      priceBasis: r.basis,
      usage: r.usage,
      costNanoUsd: r.cost,
      ...(r.isReplay ? { replay: { of: null } } : {}),
      ...(r.isEstimated ? { isEstimated: true as const } : {}),
      ...(r.isUnmatched && r.rule === null ? { isUnmatched: true as const } : {}),
    },
    trace: [],
  }));

const baseline = { provider: 'anthropic', model: 'claude-sonnet-4-6' };
/** Everything that is summed up, over every range of whole days; how much of it was folded may change. */
async function figures(): Promise<unknown> {
  const text = JSON.stringify(await allFigures());
  return JSON.parse(text, (key, value: unknown) => (key === 'folded' ? undefined : value));
}

async function allFigures(): Promise<unknown> {
  const ranges = Array.from({ length: DAYS }, (_, from) =>
    Array.from({ length: DAYS - from }, (__, more) => [from, from + more + 1] as const),
  ).flat();
  const summaries = await Promise.all(
    costGroupings.map((groupBy) =>
      store.costSummary({ from: 0, to: midnight(DAYS), groupBy, baseline }),
    ),
  );
  const some: unknown[] = [];
  for (const [from, to] of ranges)
    some.push(
      await store.costSummary({
        from: midnight(from),
        to: midnight(to),
        groupBy: 'rule',
        baseline,
      }),
    );
  return {
    summaries,
    some,
    hits: await Promise.all(['hybrid', 'local'].map((id) => store.hits(id))),
  };
}

const isFolded = (row: ExchangeRow, cut: number): boolean =>
  row.startedAt < midnight(cut) && row.state !== 'streaming';
const isCounted = ({ priceBasis }: ExchangeRow): boolean =>
  priceBasis !== null && priceBasis !== 'practice';

describe('rows older than they are kept', () => {
  test('are folded into days without a change in any sum, wherever the cut falls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStored, { minLength: 1, maxLength: 60 }),
        fc.uniqueArray(fc.nat(DAYS), { minLength: 1, maxLength: 3 }),
        async (drawn, cuts) => {
          await store.deleteEverything();
          store.put(drawn.map((each, id) => ({ ...each, row: { ...each.row, id: String(id) } })));
          const before = await figures();
          for (const cut of [...cuts].sort((a, b) => a - b)) {
            const gone = drawn.filter(({ row }) => isFolded(row, cut)).length;
            await store.fold(midnight(cut));
            expect(await store.list({ limit: 100, before: null })).toHaveLength(
              drawn.length - gone,
            );
            expect(await figures()).toEqual(before);
            const counted = drawn.filter(({ row }) => isFolded(row, cut) && isCounted(row)).length;
            const range = { from: 0, to: midnight(DAYS), groupBy: 'rule', baseline } as const;
            expect((await store.costSummary(range)).total.folded ?? 0).toBe(counted);
          }
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  }, 60_000);

  test('go in slices, once each, with their bodies', async () => {
    store.put(
      Array.from({ length: 1700 }, (_, id) => ({
        row: { ...plain, id: String(id), startedAt: midnight(0) + id },
      })),
    );
    store.putBodies('3', bodies('words to find'));
    expect(await store.bodies('3')).not.toBeNull();
    expect(await store.fold(midnight(0) + 1500)).toBe(1500);
    expect(await store.fold(midnight(0) + 1500)).toBe(0);
    expect(await store.bodies('3')).toBeNull();
    expect(await found('words')).toEqual([]);
    expect((await store.hits('hybrid'))['long']).toMatchObject({ total: 1700 });
  });
});

function bodies(text: string): Parameters<ExchangeStore['putBodies']>[1] {
  const request = new TextEncoder().encode(
    JSON.stringify({
      messages: [
        { role: 'user', content: 'long ago' },
        { role: 'user', content: text },
      ],
    }),
  );
  const response = JSON.stringify({ content: [{ type: 'text', text: `Antwort: 예 ${text}` }] });
  return {
    method: 'POST',
    path: '/v1/messages',
    headers: {},
    request,
    requestBytes: request.length,
    response,
    responseBytes: response.length,
    isResponseCut: false,
  };
}
const found = async (text: string, negated = false): Promise<readonly string[]> => {
  const term = { type: 'text', key: 'text', exact: false, values: [text], negated } as const;
  return (await store.list({ limit: 10, before: null, terms: [term] })).map(({ id }) => id);
};

const files = (): string =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');

describe('the text of kept bodies', () => {
  test('is found in any case, in parts of words, in every script, and no further back', async () => {
    store.put([{ row: plain }, { row: { ...plain, id: 'two' } }]);
    store.putBodies('one', bodies('Der "Straßen"-Plan über 로그인 100%'));
    for (const text of ['straßen"-P', 'ÜBER', '로그', '예', 'antwort', '100%', '%'])
      expect([text, await found(text)]).toEqual([text, ['one']]);
    for (const text of ['long ago', '100_', 'x%', ')']) expect(await found(text)).toEqual([]);
    expect(await found('über', true)).toEqual(['two']);
    // The newer body of an exchange takes the place of the older one.
    store.putBodies('one', bodies('something else'));
    await store.flush();
    expect([await found('Plan'), await found('something')]).toEqual([[], ['one']]);
    await store.deleteBodies();
    expect(await found('something')).toEqual([]);
    expect(files().includes('thing')).toBe(false);
  });
});

describe('delete all', () => {
  test('leaves no word of rows, sums or bodies in any file', async () => {
    const secrets = ['zebra-project', 'quagga-model', 'okapi-text', 'tapir-error', 'gnu-tool'];
    const [project, model, text, error, tool] = secrets as [string, string, string, string, string];
    const row = { ...plain, project, errorMessage: error };
    const facts = { toolNames: [tool] } as unknown as NonNullable<ExchangeDetail['facts']>;
    store.put(
      Array.from({ length: 600 }, (_, id) => ({
        row: { ...row, id: String(id), askedModel: model, startedAt: midnight(id % DAYS) },
        facts: { ...facts, effort: null, tag: null },
        trace: [],
      })),
    );
    store.putBodies('599', bodies(text));
    await store.fold(midnight(3));
    writeFileSync(join(folder, 'traffic.db.malformed-2026-11-01T00-00-00'), secrets.join());
    for (const secret of secrets) expect(files()).toContain(secret);

    expect(await store.deleteEverything()).toBe(600);
    for (const secret of [...secrets, 'okapi', 'oka'])
      expect([secret, files().includes(secret)]).toEqual([secret, false]);
    expect(await store.list({ limit: 5, before: null })).toEqual([]);
    expect(await store.hits('hybrid')).toEqual({});

    store.put([{ row: plain, facts: { ...facts, effort: null, tag: null }, trace: [] }]);
    expect((await store.detail('one'))?.facts?.toolNames).toEqual([tool]);
  });
});
