import type { ResolvedProvider } from '../../../shared/domain/provider.ts';
import { findPrice } from '../../../shared/pricing/lookup.ts';

/** What a prompt of so many tokens would cost at a model, in any one unit; null: the price is not known. */
export type PriceOf = (
  provider: ResolvedProvider,
  model: string,
  promptTokens: number,
  at: number,
) => number | null;

/** An answer is short beside its prompt; this much of it is taken for every target alike. */
const ASSUMED_OUTPUT_TOKENS = 500;

/** The public price table. Subscriptions, own hardware and free providers cost nothing more per request. */
export const tablePrice: PriceOf = (provider, model, promptTokens, at) => {
  if (provider.billing.kind !== 'per-token') return 0;
  if (provider.preset === null) return null;
  const price = findPrice(provider.preset, model, { promptTokens, at });
  return price && promptTokens * price.input + ASSUMED_OUTPUT_TOKENS * price.output;
};
