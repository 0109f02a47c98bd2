import type { Provider, ResolvedProvider } from '../domain/provider.ts';
import { resolveProvider as resolveAgainst } from '../domain/resolve-provider.ts';
import { findPreset, presets } from './index.ts';

/**
 * A provider with its preset of the catalogue applied. An incomplete draft still resolves, so that it can be shown and
 * edited: what is missing stays empty (`baseUrl: ''`). The gateway and the configuration check use the strict form.
 */
export function resolveProvider(provider: Provider): ResolvedProvider {
  const resolved = resolveAgainst(provider, presets);
  if (resolved.ok) return resolved.value;
  const preset = findPreset(provider.preset ?? '');
  return {
    id: provider.id,
    preset: preset?.id ?? null,
    name: provider.name ?? preset?.name ?? provider.id,
    wire: provider.wire ?? preset?.wire ?? 'openai-chat',
    baseUrl: provider.baseUrl ?? '',
    auth: provider.auth ?? preset?.auth ?? 'none',
    keys: provider.keys ?? [],
    models: provider.models ?? preset?.models ?? [],
    ...rest(provider),
  };
}

function rest(
  provider: Provider,
): Pick<ResolvedProvider, 'modelMapping' | 'headers' | 'timeouts' | 'billing'> {
  return {
    modelMapping: provider.modelMapping ?? {},
    headers: provider.headers ?? {},
    timeouts: provider.timeouts ?? {},
    billing: provider.billing ?? { kind: 'per-token' },
  };
}
