import { findPreset } from '../../shared/catalog/index.ts';
import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import { vendorAt } from '../../shared/catalog/vendor-at.ts';
import type { ProviderPreset } from '../../shared/catalog/preset.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { priceUsage, type Price } from '../../shared/domain/cost.ts';
import type { ExchangeRow, PriceBasis } from '../../shared/domain/exchange.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import { promptTokens, type TokenUsage } from '../../shared/domain/usage.ts';
import { baselineCost, baselinePrice } from '../../shared/pricing/baseline.ts';
import { findPrice } from '../../shared/pricing/lookup.ts';

/** How one target is paid, taken from the configuration when the attempt began. */
export interface Tariff {
  /** Known before any usage is; null: by the token, so it depends on whether the price is known. */
  readonly basis: Exclude<PriceBasis, 'priced' | 'unpriced'> | null;
  readonly preset: ProviderPreset | null;
  readonly model: string;
  readonly baseline: Price | null;
}

export type CostFields = Pick<ExchangeRow, 'costNanoUsd' | 'baselineNanoUsd' | 'priceBasis'>;

export const noCost: CostFields = { costNanoUsd: null, baselineNanoUsd: null, priceBasis: null };

/** `provider` is a configured id, or `native`: Anthropic with the client's own login, shown at API prices. */
export function tariffOf(configuration: Configuration, provider: string, model: string): Tariff {
  const { baseline, providers } = configuration;
  const shared = { model, baseline: baselinePrice(baseline, providers) };
  if (provider === 'native') {
    const isSubscribed = providers.some(
      (each) => resolveDraft(each).auth === 'native' && each.billing?.kind === 'subscription',
    );
    const basis = isSubscribed ? 'subscription' : null;
    return { ...shared, basis, preset: findPreset('anthropic') };
  }
  const configured = providers.find((each) => each.id === provider);
  const draft = configured ?? (provider === 'practice' ? { id: provider, preset: provider } : null);
  if (draft === null) return { ...shared, basis: null, preset: null };
  const resolved = resolveDraft(draft);
  return { ...shared, basis: basisOf(resolved), preset: presetOf(resolved) };
}

/**
 * Money of one exchange in nanoUSD. `usage` null although the upstream answered: what it charged is unknown. Nothing is
 * charged per request on subscriptions, own hardware and free providers; practice is no money at all.
 */
export function costOf(tariff: Tariff, usage: TokenUsage | null, at: number): CostFields {
  if (tariff.basis === 'practice') return { ...noCost, priceBasis: 'practice' };
  const baselineNanoUsd = usage === null ? null : baselineCost(usage, tariff.baseline);
  if (tariff.basis !== null) return { costNanoUsd: 0, baselineNanoUsd, priceBasis: tariff.basis };
  const price =
    usage === null || tariff.preset === null
      ? null
      : findPrice(tariff.preset, tariff.model, { promptTokens: promptTokens(usage), at });
  return usage === null || price === null
    ? { costNanoUsd: null, baselineNanoUsd, priceBasis: 'unpriced' }
    : { costNanoUsd: priceUsage(usage, price), baselineNanoUsd, priceBasis: 'priced' };
}

function basisOf(provider: ResolvedProvider): Tariff['basis'] {
  if (provider.preset === 'practice') return 'practice';
  return provider.billing.kind === 'per-token' ? null : provider.billing.kind;
}

/** Without a preset the vendor's own host tells whose prices hold; a host nobody knows has none. */
function presetOf(provider: ResolvedProvider): ProviderPreset | null {
  if (provider.preset !== null) return findPreset(provider.preset);
  return vendorAt(provider.baseUrl, (preset) => preset.priceList !== null);
}
