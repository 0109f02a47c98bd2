import type { Configuration } from '../domain/configuration.ts';
import { priceUsage, type Price } from '../domain/cost.ts';
import type { TokenUsage } from '../domain/usage.ts';
import { findPrice } from './lookup.ts';

type BaselineChoice = Configuration['baseline'];

/**
 * The price that "would have cost" is counted at: base price, no tiers and no hours, so that the same traffic gives the
 * same figure whenever it is summed. `provider` is a configured provider, `native`, or a preset. null: unknown.
 */
export function baselinePrice(
  baseline: BaselineChoice,
  providers: Configuration['providers'],
): Price | null {
  const configured = providers.find((provider) => provider.id === baseline.provider);
  return findPrice(configured?.preset ?? baseline.provider, baseline.model);
}

/**
 * The naive counterfactual in nanoUSD: the same tokens, cache hits included, at the baseline's price. What the
 * baseline's own prompt cache would have saved is a figure of its own.
 */
export function baselineCost(usage: TokenUsage, price: Price | null): number | null {
  return price === null ? null : priceUsage(usage, price);
}
