import { err, ok, type Result } from '../../shared/base/result.ts';
import { presets } from '../../shared/catalog/index.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { gatewayError, type GatewayError } from '../../shared/domain/gateway-error.ts';
import { mapModel } from '../../shared/domain/map-model.ts';
import type { ProviderKey, ResolvedProvider } from '../../shared/domain/provider.ts';
import { resolveProvider } from '../../shared/domain/resolve-provider.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import { KeychainError } from '../base/secret-store.ts';
import type { GatewayDependencies } from './gateway.ts';

/** What one attempt aims at. `provider` null is the pass-through to the client's own vendor. */
export interface Aim {
  readonly provider: ResolvedProvider | null;
  readonly providerId: string;
  readonly providerName: string;
  readonly model: string;
  readonly options: TargetSpec | null;
  readonly key: ProviderKey | null;
}

const NATIVE = 'native';

export function nativeAim(model: string): Aim {
  return {
    provider: null,
    providerId: NATIVE,
    providerName: 'Anthropic',
    model,
    options: null,
    key: null,
  };
}

/** The attempts that a target allows: one for each of its keys, the lowest priority number first. */
export function aimsOf(
  target: TargetSpec,
  configuration: Configuration,
): Result<readonly Aim[], GatewayError> {
  const configured = configuration.providers.find(({ id }) => id === target.provider);
  if (configured === undefined) {
    return err(gatewayError('provider-unknown', `No provider has the id "${target.provider}"`));
  }
  const resolved = resolveProvider(configured, presets);
  if (!resolved.ok) {
    const { message } = resolved.error;
    return err(gatewayError('provider-unknown', `The provider "${target.provider}": ${message}`));
  }
  const provider = resolved.value;
  const aim = {
    provider,
    providerId: provider.id,
    providerName: provider.name,
    model: mapModel(provider.modelMapping, target.model),
    options: target,
  };
  const keys = [...provider.keys].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  const needsKey = !['none', 'native'].includes(provider.auth);
  if (needsKey && keys.length === 0) {
    return err(gatewayError('key-missing', `${provider.name} has no key yet`));
  }
  return ok(needsKey ? keys.map((key) => ({ ...aim, key })) : [{ ...aim, key: null }]);
}

/** The secret of an aim's key, at the last moment; null where none is needed. Never stored. */
export async function revealSecret(
  aim: Aim,
  reveal: GatewayDependencies['revealKey'],
): Promise<Result<string | null, GatewayError>> {
  const { key, providerId, providerName } = aim;
  if (key === null) return ok(null);
  try {
    const secret = await reveal({ providerId, keyId: key.id }, key.env);
    if (secret !== null && secret !== '') return ok(secret);
    const where = key.env === undefined ? 'in the keychain' : `in ${key.env}`;
    return err(gatewayError('key-missing', `${providerName}: the key "${key.id}" is not ${where}`));
  } catch (error) {
    const words = error instanceof KeychainError ? error.message : 'The keychain did not answer';
    return err(gatewayError('keychain-unavailable', `${providerName}: ${words}`));
  }
}
