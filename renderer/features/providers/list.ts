import { presets } from '../../../shared/catalog/index.ts';
import type { ProviderPreset } from '../../../shared/catalog/preset.ts';
import type { DiscoveredEndpoint, ProviderView } from '../../../shared/domain/provider-view.ts';

/** What the detail pane shows. */
export type Selection =
  | { readonly kind: 'provider'; readonly id: string }
  | { readonly kind: 'preset'; readonly id: string; readonly found: DiscoveredEndpoint | null }
  | null;

export interface Sections {
  readonly setUp: readonly ProviderView[];
  readonly local: readonly ProviderView[];
  /** Made-up answers: neither a vendor's nor of a machine of the person's own. */
  readonly practice: readonly ProviderView[];
  readonly found: readonly DiscoveredEndpoint[];
  readonly catalogue: readonly ProviderPreset[];
}

/** The list in its parts, each A to Z; `find` narrows all of them by name, id or address. */
export function sectionsOf(
  views: readonly ProviderView[],
  discovered: readonly DiscoveredEndpoint[],
  find: string,
): Sections {
  const wanted = find.trim().toLowerCase();
  const holds = (...texts: readonly string[]): boolean =>
    wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
  const shown = views
    .filter((view) => holds(view.resolved.name, view.id, view.resolved.baseUrl))
    .toSorted((a, b) => a.resolved.name.localeCompare(b.resolved.name));
  const addresses = new Set(views.map((view) => hostOf(view.resolved.baseUrl)));
  const names = new Set(views.map((view) => view.resolved.preset));
  return {
    setUp: shown.filter((view) => sectionOf(view) === 'setUp'),
    local: shown.filter((view) => sectionOf(view) === 'local'),
    practice: shown.filter((view) => sectionOf(view) === 'practice'),
    found: discovered.filter(
      (endpoint) =>
        !addresses.has(hostOf(endpoint.baseUrl)) && holds(endpoint.name, endpoint.baseUrl),
    ),
    catalogue: presets.filter(
      (preset) => !names.has(preset.id) && holds(preset.name, preset.id, preset.baseUrl),
    ),
  };
}

function sectionOf({ resolved }: ProviderView): 'setUp' | 'local' | 'practice' {
  if (resolved.preset === 'practice') return 'practice';
  return isLocalAddress(resolved.baseUrl) ? 'local' : 'setUp';
}

/** Loopback, private ranges, `.local`: machines of the person's own. */
export function isLocalAddress(baseUrl: string): boolean {
  const host = hostOf(baseUrl).replace(/:\d+$/, '');
  return /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[(::1|f[cd])|.*\.(local|internal|lan|home)$)/.test(
    host,
  );
}

export function hostOf(baseUrl: string): string {
  try {
    return new URL(baseUrl).host.replace('localhost', '127.0.0.1');
  } catch {
    // Not an address (yet): shown and compared as it was written.
    return baseUrl;
  }
}

/** `:1234`: all that tells local servers apart. */
export function portOf(baseUrl: string): string {
  return /:\d+$/.exec(hostOf(baseUrl))?.[0] ?? hostOf(baseUrl);
}
