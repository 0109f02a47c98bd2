import type { Provider, ResolvedProvider } from '../domain/provider.ts';
import { resolveProvider } from '../domain/resolve-provider.ts';
import { findPreset, presets } from './index.ts';

/**
 * A provider with its preset of the catalogue applied. An incomplete draft still resolves, so that it can be shown and
 * edited: what is missing stays empty (`baseUrl: ''`). The gateway and the configuration check use the strict
 * `resolveProvider`, which fails there.
 */
export function resolveDraft(provider: Provider): ResolvedProvider {
  const resolved = resolveProvider(provider, presets);
  if (resolved.ok) return resolved.value;
  const preset = findPreset(provider.preset ?? '');
  const start: Pick<ResolvedProvider, 'name' | 'wire' | 'auth' | 'models' | 'quirks'> = preset ?? {
    name: provider.id,
    wire: 'openai-chat',
    auth: 'none',
    models: [],
    quirks: [],
  };
  return {
    id: provider.id,
    preset: preset === null ? null : preset.id,
    name: provider.name ?? start.name,
    wire: provider.wire ?? start.wire,
    baseUrl: provider.baseUrl ?? '',
    auth: provider.auth ?? start.auth,
    models: provider.models ?? start.models,
    quirks: start.quirks,
    ...rest(provider),
  };
}

type Rest = Pick<ResolvedProvider, 'keys' | 'modelMapping' | 'headers' | 'timeouts' | 'billing'>;

function rest(provider: Provider): Rest {
  return {
    keys: provider.keys ?? [],
    modelMapping: provider.modelMapping ?? {},
    headers: provider.headers ?? {},
    timeouts: provider.timeouts ?? {},
    billing: provider.billing ?? { kind: 'per-token' },
  };
}
