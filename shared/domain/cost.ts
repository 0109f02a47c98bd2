import type { PriceBasis } from './exchange.ts';
import type { FeeLine } from './fees.ts';
import type { TokenUsage } from './usage.ts';

/** Prices in picoUSD per token: USD 3 per million tokens = 3 000 000. Integers, so sums stay exact. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

/** Rounded once, to nanoUSD (1e-9 USD); stored and summed as integers, exact below 2^53 (about 9 million USD). */
export function priceUsage(usage: TokenUsage, price: Price): number {
  const pico =
    usage.input * price.input +
    usage.output * price.output +
    usage.cacheRead * price.cacheRead +
    usage.cacheWrite5m * price.cacheWrite5m +
    usage.cacheWrite1h * price.cacheWrite1h;
  return Math.round(pico / 1000);
}

export const costGroupings = ['day', 'provider', 'model', 'rule', 'kind', 'project'] as const;
export type CostGrouping = (typeof costGroupings)[number];

/**
 * One line of Costs. Practice is left out. `spentNanoUsd` sums the requests whose cost is known, `baselineNanoUsd` the
 * same requests at the baseline's price; `unpriced` of `requests` are in neither, so they can never look like savings.
 * Subscriptions and hardware cost nothing per request: their fixed cost is apart. `basis`: that of most weight here.
 */
export interface CostLine {
  /** Day, provider id, `provider/model`, rule id, kind or project; empty where a request has none. */
  readonly key: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly basis: PriceBasis;
  readonly requests: number;
  readonly unpriced: number;
  /** Of `requests`: their upstream told no usage, so tokens and money are estimates. */
  readonly estimated?: number;
  /** Of `requests`: older than rows are kept, so only their sums are left. */
  readonly folded?: number;
  readonly usage: TokenUsage;
  readonly spentNanoUsd: number;
  readonly baselineNanoUsd: number;
}

export interface CostSummary {
  readonly from: number;
  readonly to: number;
  readonly baselineModel: string;
  /** False: the baseline's price is unknown, so every `baselineNanoUsd` is 0 and nothing can be said to be saved. */
  readonly baselineKnown?: boolean;
  readonly pricesDate: string;
  readonly total: CostLine;
  /** Of `total`: what machines answered that the user owns; left out where none did. */
  readonly owned?: CostLine;
  readonly byDay: readonly (CostLine & { readonly day: string })[];
  readonly lines: readonly CostLine[];
  /** Of plans and owned machines, in no sum above. */
  readonly fees?: readonly FeeLine[];
}
