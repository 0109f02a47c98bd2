import { ok } from '../../../shared/base/result.ts';
import type { Configuration } from '../../../shared/domain/configuration.ts';
import type {
  DiscoveredEndpoint,
  ProviderTestResult,
  ProviderView,
} from '../../../shared/domain/provider-view.ts';
import type { Provider, ProviderModel, ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { SecretVault } from '../../app/secret-vault.ts';
import { rulesUsing, withEverythingProfile, withoutProvider } from '../../app/settings-document.ts';
import type { SettingsStore } from '../../app/settings-store.ts';
import { refuse } from '../serve.ts';

export interface ProvidersHandlersDependencies {
  readonly settings: SettingsStore;
  readonly vault: SecretVault;
  readonly resolve: (provider: Provider) => ResolvedProvider;
  /** `secret` is null when the provider needs none or has none. */
  readonly test: (
    provider: ResolvedProvider,
    secret: string | null,
    model: string | null,
  ) => Promise<ProviderTestResult>;
  readonly fetchModels: (
    provider: ResolvedProvider,
    secret: string | null,
  ) => Promise<readonly ProviderModel[]>;
  readonly discover: () => Promise<readonly DiscoveredEndpoint[]>;
  readonly requestsToday: () => Readonly<Record<string, number>>;
  readonly onChange: (views: readonly ProviderView[]) => void;
}

/** The group and the list it pushes; both project the same configuration. */
export interface ProvidersGroup {
  readonly handlers: Handlers<Contract>['providers'];
  readonly views: () => readonly ProviderView[];
}

export function providersGroup(dependencies: ProvidersHandlersDependencies): ProvidersGroup {
  const { settings, vault, resolve } = dependencies;
  const lastTests = new Map<string, ProviderTestResult>();

  const view = (provider: Provider, requests: Readonly<Record<string, number>>): ProviderView => ({
    id: provider.id,
    draft: provider,
    resolved: resolve(provider),
    keys: vault.describe(provider.id, provider.keys ?? []),
    requestsToday: requests[provider.id] ?? 0,
    lastTest: lastTests.get(provider.id) ?? null,
    usedByRules: rulesUsing(settings.configuration, provider.id),
  });
  const views = (): readonly ProviderView[] => {
    const requests = dependencies.requestsToday();
    return settings.configuration.providers.map((provider) => view(provider, requests));
  };
  const find = (providerId: string): Provider | undefined =>
    settings.configuration.providers.find((provider) => provider.id === providerId);

  /** The first key that there is, in order of priority; null also when none is needed. */
  const firstSecret = async (provider: Provider): Promise<string | null> => {
    const keys = (provider.keys ?? []).toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
    for (const key of keys) {
      const secret = await vault.reveal({ providerId: provider.id, keyId: key.id }, key.env);
      if (secret !== null) return secret;
    }
    return null;
  };

  const handlers: Handlers<Contract>['providers'] = {
    list: () => ok(views()),
    save: ({ provider, isNew }) => {
      const known = find(provider.id);
      if (isNew && known !== undefined)
        return refuse('conflict', `There is already a provider "${provider.id}"`);
      if (!isNew && known === undefined)
        return refuse('not-found', `There is no provider "${provider.id}"`);
      const result = settings.updateConfiguration((configuration) =>
        withProvider(configuration, provider, resolve(provider)),
      );
      if (!result.ok) return refuse('invalid-input', result.error);
      return ok(view(provider, dependencies.requestsToday()));
    },
    remove: async ({ providerId }) => {
      const provider = find(providerId);
      if (provider === undefined)
        return refuse('not-found', `There is no provider "${providerId}"`);
      const rules = rulesUsing(settings.configuration, providerId);
      if (rules.length > 0) return refuse('conflict', rules.join(', '));
      for (const key of provider.keys ?? []) await vault.remove({ providerId, keyId: key.id });
      lastTests.delete(providerId);
      const result = settings.updateConfiguration((configuration) =>
        withoutProvider(configuration, providerId),
      );
      return result.ok ? ok(null) : refuse('failed', result.error);
    },
    test: async ({ providerId, model }) => {
      const provider = find(providerId);
      if (provider === undefined)
        return refuse('not-found', `There is no provider "${providerId}"`);
      const result = await dependencies.test(resolve(provider), await firstSecret(provider), model);
      lastTests.set(providerId, result);
      dependencies.onChange(views());
      return ok(result);
    },
    fetchModels: async ({ providerId }) => {
      const provider = find(providerId);
      if (provider === undefined)
        return refuse('not-found', `There is no provider "${providerId}"`);
      return ok(await dependencies.fetchModels(resolve(provider), await firstSecret(provider)));
    },
    discover: async () => ok(await dependencies.discover()),
  };
  return { handlers, views };
}

function withProvider(
  configuration: Configuration,
  provider: Provider,
  resolved: ResolvedProvider,
): Configuration {
  const isKnown = configuration.providers.some((known) => known.id === provider.id);
  const providers = isKnown
    ? configuration.providers.map((known) => (known.id === provider.id ? provider : known))
    : [...configuration.providers, provider];
  return withEverythingProfile(
    { ...configuration, providers },
    { id: provider.id, name: resolved.name, model: resolved.models[0]?.id },
  );
}
