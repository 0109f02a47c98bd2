import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';
import { findPrice } from '../../shared/pricing/lookup.ts';
import { inProcessChannel } from '../storage/store-channel.ts';
import { openStore, type ExchangeStore } from '../storage/store.ts';
import { withFees } from './cost-fees.ts';

let folder = '';
let store: ExchangeStore | null = null;
afterEach(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date(2026, 10, 16, 0, 0).getTime();
const usage = { input: 900, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 100 };
const configuration = configurationSchema.parse({
  version: 1,
  activeProfile: 'hybrid',
  profiles: [{ id: 'hybrid', rules: [] }],
  baseline: { provider: 'anthropic', model: 'claude-sonnet-4-6' },
  providers: [
    { id: 'plan', preset: 'kimi-coding', billing: { kind: 'subscription', usdPerMonth: 30 } },
    { id: 'unnamed-fee', preset: 'opencode-go' },
    {
      id: 'spark',
      preset: 'vllm',
      billing: { kind: 'hardware', usd: 360, months: 12, watts: 170, usdPerKwh: 0.15 },
    },
    { id: 'token', preset: 'minimax' },
  ],
});

const empty = exchangeRow({
  id: '',
  startedAt: 0,
  project: null,
  sessionId: null,
  sentModel: 'kimi-for-coding',
  provider: null,
  rule: null,
  estimatedInputTokens: 0,
  usage,
  firstTokenMs: 1,
  durationMs: 2,
  costNanoUsd: null,
  baselineNanoUsd: null,
  priceBasis: null,
  answerParts: [],
});

async function keep(...rows: readonly Partial<ExchangeRow>[]): Promise<ExchangeStore> {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-fees-'));
  store = await openStore({
    file: join(folder, 'traffic.db'),
    channel: inProcessChannel(() => now),
  });
  store.put(rows.map((row, index) => ({ row: { ...empty, id: String(index), ...row } })));
  await store.flush();
  return store;
}
const asked = (provider: string, at: Date): Partial<ExchangeRow> => ({
  provider,
  startedAt: at.getTime(),
  usage,
  costNanoUsd: 0,
  baselineNanoUsd: 1,
  priceBasis: 'subscription',
});

test('fees of the range, and break-even of the month so far, whatever the grouping', async () => {
  const kept = await keep(
    asked('plan', new Date(2026, 10, 3)),
    asked('plan', new Date(2026, 9, 31)),
  );
  const range = { from: new Date(2026, 10, 6).getTime(), to: now, groupBy: 'model' as const };
  const { fees, total } = await withFees(kept, range, configuration, now);
  const price = findPrice('anthropic', 'claude-sonnet-4-6')!;
  const worth = Math.round((900 * price.input + 100 * price.output) / 1000);
  expect(total.requests).toBe(0);
  expect(fees).toEqual([
    {
      provider: 'plan',
      kind: 'subscription',
      monthNanoUsd: 30e9,
      days: 10,
      feeNanoUsd: 10e9,
      breakEven: {
        tokens: 1000,
        projectedTokens: 2000,
        worthNanoUsd: worth,
        paysFromTokens: Math.ceil((30e9 * 1000) / worth),
      },
    },
    {
      provider: 'spark',
      kind: 'hardware',
      monthNanoUsd: 30e9,
      days: 10,
      feeNanoUsd: 10e9,
      breakEven: null,
    },
  ]);
});

test('of all that is kept, fees begin with the first day of traffic', async () => {
  const kept = await keep(asked('plan', new Date(2026, 10, 14, 9)));
  const { fees } = await withFees(kept, { from: 0, to: now, groupBy: 'day' }, configuration, now);
  expect(fees?.map(({ days, feeNanoUsd }) => [days, feeNanoUsd])).toEqual([
    [2, 2e9],
    [2, 2e9],
  ]);
});
