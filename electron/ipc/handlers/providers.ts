import { ok } from '../../../shared/base/result.ts';
import { resolveDraft } from '../../../shared/catalog/resolve-draft.ts';
import type { Configuration } from '../../../shared/domain/configuration.ts';
import type { ProviderTestResult, ProviderView } from '../../../shared/domain/provider-view.ts';
import type { Provider, ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { EndpointPart } from '../../app/endpoint-part.ts';
import type { SecretVault } from '../../app/secret-vault.ts';
import { rulesUsing, withEverythingProfile, withoutProvider } from '../../app/settings-document.ts';
import type { SettingsStore } from '../../app/settings-store.ts';
import { refuse } from '../serve.ts';

export interface ProvidersHandlersDependencies {
  readonly settings: SettingsStore;
  readonly vault: SecretVault;
  readonly endpoints: Pick<EndpointPart, 'test' | 'fetchModels' | 'discover'>;
  readonly requestsToday: () => Readonly<Record<string, number>>;
  readonly onChange: (views: readonly ProviderView[]) => void;
}

/** The group and the list it pushes; both project the same configuration. */
export interface ProvidersGroup {
  readonly handlers: Handlers<Contract>['providers'];
  readonly views: () => readonly ProviderView[];
  /** Pushes the list if any provider's requests of today are other than when it was last given out. */
  readonly figuresChanged: () => void;
}

export function providersGroup(dependencies: ProvidersHandlersDependencies): ProvidersGroup {
  const { settings, vault } = dependencies;
  const lastTests = new Map<string, ProviderTestResult>();

  const view = (provider: Provider, requests: Readonly<Record<string, number>>): ProviderView => ({
    id: provider.id,
    draft: provider,
    resolved: resolveDraft(provider),
    keys: vault.describe(provider.id, provider.keys ?? []),
    requestsToday: requests[provider.id] ?? 0,
    lastTest: lastTests.get(provider.id) ?? null,
    usedByRules: rulesUsing(settings.configuration, provider.id),
  });
  let given: Readonly<Record<string, number>> = {};
  const views = (): readonly ProviderView[] => {
    const requests = dependencies.requestsToday();
    given = requests;
    return settings.configuration.providers.map((provider) => view(provider, requests));
  };
  const find = (providerId: string): Provider | undefined =>
    settings.configuration.providers.find((provider) => provider.id === providerId);

  const handlers: Handlers<Contract>['providers'] = {
    list: () => ok(views()),
    save: ({ provider, isNew }) => {
      const known = find(provider.id);
      if (isNew && known !== undefined)
        return refuse('conflict', `There is already a provider "${provider.id}"`);
      if (!isNew && known === undefined)
        return refuse('not-found', `There is no provider "${provider.id}"`);
      const result = settings.updateConfiguration((configuration) =>
        withProvider(configuration, provider, resolveDraft(provider)),
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
      const result = await dependencies.endpoints.test(provider, model);
      lastTests.set(providerId, result);
      dependencies.onChange(views());
      return ok(result);
    },
    fetchModels: async ({ providerId }) => {
      const provider = find(providerId);
      if (provider === undefined)
        return refuse('not-found', `There is no provider "${providerId}"`);
      const found = await dependencies.endpoints.fetchModels(provider);
      return found.ok ? found : refuse('failed', found.error);
    },
    discover: async () => ok(await dependencies.endpoints.discover()),
  };
  const figuresChanged = (): void => {
    const requests = dependencies.requestsToday();
    const isChanged = settings.configuration.providers.some(
      ({ id }) => (requests[id] ?? 0) !== (given[id] ?? 0),
    );
    if (isChanged) dependencies.onChange(views());
  };
  return { handlers, views, figuresChanged };
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
