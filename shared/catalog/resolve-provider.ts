import type { Provider, ResolvedProvider, WireFormat } from '../domain/provider.ts';
import { findPreset } from './index.ts';
import type { ProviderPreset } from './preset.ts';

/**
 * A provider with its preset applied; what the user wrote always wins. Another wire than the preset's takes the
 * vendor's address for that wire. Without any address `baseUrl` is empty: config checks and the gateway refuse it.
 */
export function resolveProvider(provider: Provider): ResolvedProvider {
  const preset = findPreset(provider.preset ?? '');
  const start = preset === null ? bare(provider) : copyOf(preset, provider.wire ?? preset.wire);
  return {
    id: provider.id,
    preset: provider.preset ?? null,
    name: provider.name ?? start.name,
    wire: provider.wire ?? start.wire,
    baseUrl: provider.baseUrl ?? start.baseUrl,
    auth: provider.auth ?? start.auth,
    keys: provider.keys ?? [],
    models: provider.models ?? start.models,
    modelMapping: provider.modelMapping ?? {},
    headers: provider.headers ?? {},
    timeouts: provider.timeouts ?? {},
    billing: provider.billing ?? start.billing,
  };
}

type Start = Pick<ResolvedProvider, 'name' | 'wire' | 'baseUrl' | 'auth' | 'models' | 'billing'>;

function bare(provider: Provider): Start {
  return {
    name: provider.id,
    wire: 'openai-chat',
    baseUrl: '',
    auth: 'bearer',
    models: [],
    billing: { kind: 'per-token' },
  };
}

function copyOf(preset: ProviderPreset, wire: WireFormat): Start {
  return { ...preset, wire, baseUrl: addressFor(preset, wire) };
}

function addressFor(preset: ProviderPreset, wire: WireFormat): string {
  if (preset.wire === wire) return preset.baseUrl;
  return preset.alternatives?.find((other) => other.wire === wire)?.baseUrl ?? preset.baseUrl;
}
