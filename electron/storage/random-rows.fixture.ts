import { priceUsage, type Price } from '../../shared/domain/cost.ts';
import { exchangeStates, type ExchangeRow, type PriceBasis } from '../../shared/domain/exchange.ts';
import { requestKinds } from '../../shared/domain/rule.ts';
import type { TokenUsage } from '../../shared/domain/usage.ts';
import { findPrice } from '../../shared/pricing/lookup.ts';
import { exchangeRow } from '../../shared/domain/exchange-row.fixture.ts';

const sonnet = priceOf('anthropic', 'claude-sonnet-4-6');
const dear = { ...sonnet, input: 1_234_567, output: 777 };

const basisOf: Readonly<Record<string, PriceBasis>> = {
  native: 'priced',
  minimax: 'priced',
  zai: 'priced',
  ollama: 'free',
  practice: 'practice',
  plan: 'subscription',
  spark: 'hardware',
  odd: 'unpriced',
};

/** null: an earlier version did not keep it. */
const causesOf: Readonly<
  Partial<Record<ExchangeRow['state'], readonly ExchangeRow['errorCode'][]>>
> = {
  failed: [null, 'upstream-timeout', 'key-rejected', 'upstream-rate-limited'],
  cut: [null, 'truncated', 'gateway-stopping'],
  cancelled: [null, 'client-gone', 'cancelled-here'],
  refused: [null, 'blocked-by-lock'],
};

/** Rows of every kind that a recorder writes, over a span of time (ms). The seed makes the same rows again. */
export function randomRows(wanted: {
  readonly count: number;
  readonly seed: number;
  readonly start: number;
  readonly span: number;
}): readonly ExchangeRow[] {
  const random = randomNumbers(wanted.seed);
  return Array.from({ length: wanted.count }, (_, index) => ({
    ...randomRow(random),
    id: `exchange-${String(index)}`,
    startedAt: wanted.start + random(wanted.span),
  }));
}

function priceOf(provider: string, model: string): Price {
  const price = findPrice(provider, model);
  if (price === null) throw new Error(`The price table lacks ${model}`);
  return price;
}

type Random = (below: number) => number;

function randomNumbers(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function costOf(usage: TokenUsage | null, basis: PriceBasis | null): number | null {
  if (usage === null || basis === null || ['unpriced', 'practice'].includes(basis)) return null;
  return basis === 'priced' ? priceUsage(usage, dear) : 0;
}

function randomRow(random: Random): ExchangeRow {
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const provider = pick([...Object.keys(basisOf), null]);
  const usage = provider !== null && random(20) > 0 ? randomUsage(random) : null;
  const known = basisOf[provider ?? ''] ?? null;
  const basis = usage === null && known === 'priced' ? pick([null, 'unpriced'] as const) : known;
  const cost = costOf(usage, basis);
  const isUnmatched = provider === 'native' && random(3) === 0;
  // Among the ended ones: what runs has no costs yet.
  const state = provider === null ? 'refused' : pick(exchangeStates.slice(2));
  return exchangeRow({
    state,
    errorCode: pick(causesOf[state] ?? [null]),
    kinds: [pick(requestKinds), pick(requestKinds)],
    project: pick([null, '/home/a', '/home/A', '/home/a b, "c"']),
    profile: pick(['hybrid', 'local']),
    sentModel: provider === null ? null : pick([`${provider}-large`, `${provider}-small`]),
    provider,
    rule: isUnmatched ? null : pick([null, 'long', 'rest']),
    usage,
    costNanoUsd: cost,
    baselineNanoUsd: cost === null || usage === null ? null : priceUsage(usage, sonnet),
    priceBasis: basis,
    ...(isUnmatched ? { isUnmatched: true as const } : {}),
  });
}

function randomUsage(random: Random): NonNullable<ExchangeRow['usage']> {
  return {
    input: random(200_000),
    cacheRead: random(2) * random(900_000),
    cacheWrite5m: random(50_000),
    cacheWrite1h: random(3) === 0 ? random(50_000) : 0,
    output: random(30_000),
  };
}
