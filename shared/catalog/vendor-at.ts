import { presets } from './index.ts';
import type { ProviderPreset } from './preset.ts';

/**
 * The catalogue's entry whose vendor lives at this address; null for others. Where several share a host (OpenCode's
 * two plans), the one whose own address is the longest beginning of this one.
 */
export function vendorAt(
  address: string,
  isWanted: (preset: ProviderPreset) => boolean = () => true,
): ProviderPreset | null {
  const host = hostOf(address);
  if (host === null) return null;
  let best: { readonly preset: ProviderPreset; readonly shared: number } | null = null;
  for (const { preset, baseUrl } of vendorsByHost().get(host) ?? []) {
    if (!isWanted(preset)) continue;
    const shared = address.startsWith(baseUrl) ? baseUrl.length : 0;
    if (best === null || shared > best.shared) best = { preset, shared };
  }
  return best?.preset ?? null;
}

interface Vendor {
  readonly preset: ProviderPreset;
  readonly baseUrl: string;
}

let known: ReadonlyMap<string, readonly Vendor[]> | null = null;

/** Made once: this is asked several times a request, and the catalogue has dozens of addresses to parse. */
function vendorsByHost(): ReadonlyMap<string, readonly Vendor[]> {
  if (known !== null) return known;
  const byHost = new Map<string, Vendor[]>();
  for (const preset of presets) {
    for (const { baseUrl } of [preset, ...(preset.alternatives ?? [])]) {
      const host = hostOf(baseUrl);
      if (host !== null) byHost.set(host, [...(byHost.get(host) ?? []), { preset, baseUrl }]);
    }
  }
  known = byHost;
  return byHost;
}

/** Host and port; `localhost` is the catalogue's 127.0.0.1. null for what is no address. */
export function hostOf(address: string): string | null {
  try {
    return new URL(address).host.replace(/^localhost(?=:|$)/, '127.0.0.1') || null;
  } catch {
    // Half-typed addresses and ${REFERENCES} come by here; they are nobody's.
    return null;
  }
}
