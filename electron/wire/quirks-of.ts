import { vendorAt } from '../../shared/catalog/vendor-at.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import type { Quirk } from '../../shared/domain/quirk.ts';

const openai: readonly Quirk[] = [
  'max-completion-tokens',
  'no-sampling-for-reasoning-models',
  'effort-of-reasoning-models',
  'tool-ids-forty-characters',
  'pdf-parts',
];

/** Vendors that have no preset of their own. */
const otherHosts: readonly { readonly host: RegExp; readonly quirks: readonly Quirk[] }[] = [
  { host: /\.openai\.azure\.com$/, quirks: openai },
  { host: /(^|\.)api\.openai\.com$/, quirks: openai },
];

/**
 * A vendor's habits: those of the provider's preset, or, where it has none (typed in by hand), those of the vendor
 * that lives at this address. [] for unknown vendors.
 */
export function quirksOf(provider: ResolvedProvider): readonly Quirk[] {
  if (provider.quirks.length > 0 || !URL.canParse(provider.baseUrl)) return provider.quirks;
  const { hostname } = new URL(provider.baseUrl);
  const vendor = vendorAt(provider.baseUrl);
  return vendor?.quirks ?? otherHosts.find((row) => row.host.test(hostname))?.quirks ?? [];
}
