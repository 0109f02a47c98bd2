import { findPreset } from '../../shared/catalog/index.ts';
import { resolveDraft } from '../../shared/catalog/resolve-draft.ts';
import { err, ok, type Result } from '../../shared/base/result.ts';
import type { LabRequest, LabRun } from '../../shared/domain/lab.ts';
import type { Provider, ProviderModel, ResolvedProvider } from '../../shared/domain/provider.ts';
import type { DiscoveredEndpoint, ProviderTestResult } from '../../shared/domain/provider-view.ts';
import { findPrice } from '../../shared/pricing/lookup.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { anywhere, localOnly, type NetworkReach } from '../base/network-reach.ts';
import { discoverLocal } from '../endpoint-tests/discover.ts';
import { createLabRunner, LabBusyError } from '../endpoint-tests/lab-runner.ts';
import { fetchModels, testProvider } from '../endpoint-tests/provider-test.ts';
import { lockOf } from '../gateway/decide.ts';
import type { SecretVault } from './secret-vault.ts';
import { practiceId } from './settings-document.ts';
import type { SettingsStore } from './settings-store.ts';

/** Tests of endpoints as the window needs them: one token, the model list, local servers, the Lab. */
export interface EndpointPart {
  test(provider: Provider, model: string | null): Promise<ProviderTestResult>;
  /** The failure in the endpoint's own words. */
  fetchModels(provider: Provider): Promise<Result<readonly ProviderModel[], string>>;
  discover(): Promise<readonly DiscoveredEndpoint[]>;
  readonly lab: LabPart;
  close(): void;
}

export interface LabPart {
  /** The id of the run, which goes on by itself; `busy` while another one does. */
  start(request: LabRequest): Result<string, 'busy'>;
  cancel(runId: string): void;
  runs(): Promise<readonly LabRun[]>;
}

export interface EndpointPartOptions {
  readonly settings: SettingsStore;
  readonly vault: SecretVault;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly labDirectory: string;
  readonly onProgress: (run: LabRun) => void;
}

export function openEndpoints(options: EndpointPartOptions): EndpointPart {
  const { clock, logger, settings, vault } = options;
  /** Whatever is still being asked when the app quits is aborted. */
  const closing = new AbortController();
  const find = (providerId: string): Provider | undefined =>
    settings.configuration.providers.find((provider) => provider.id === providerId);
  /** A lock holds for what the user asks an endpoint as it does for what Claude Code asks. */
  const reach = (): NetworkReach => {
    const lock = lockOf(settings.configuration);
    return lock === null ? anywhere : localOnly(lock);
  };
  const runner = createLabRunner({
    clock,
    reach,
    providerFor: (providerId) => {
      const provider = find(providerId);
      return provider === undefined ? null : resolveDraft(provider);
    },
    secretFor: (providerId) => firstSecret(vault, find(providerId)),
    onProgress: options.onProgress,
    labDirectory: options.labDirectory,
    onFault: (error) => {
      logger.log('error', 'the Lab failed', { error: String(error) });
    },
  });
  return {
    test: async (draft, model) => {
      const provider = resolveDraft(draft);
      if (provider.preset === practiceId) return practiceResult(provider, clock);
      const price = priceOf(provider, model ?? provider.models[0]?.id, clock);
      const secret = await firstSecret(vault, draft);
      const { signal } = closing;
      return testProvider({ provider, model, secret, signal, clock, price, reach: reach() });
    },
    fetchModels: async (draft) => {
      const provider = resolveDraft(draft);
      if (provider.preset === practiceId) return ok(provider.models);
      const secret = await firstSecret(vault, draft);
      const { signal } = closing;
      const found = await fetchModels({ provider, secret, signal, clock, reach: reach() });
      return found.ok ? found : err(`${found.error.verdict}: ${found.error.detail}`);
    },
    discover: () => discoverLocal({ clock, signal: closing.signal }),
    lab: {
      start: (request) => {
        try {
          return ok(runner.start(request));
        } catch (error) {
          if (error instanceof LabBusyError) return err('busy');
          throw error;
        }
      },
      cancel: (runId) => {
        runner.cancel(runId);
      },
      runs: async () => {
        await runner.loaded;
        return runner.runs();
      },
    },
    close: () => {
      closing.abort();
      runner.dispose();
    },
  };
}

/** The first key that there is, in order of priority; null also when none is needed. */
async function firstSecret(
  vault: SecretVault,
  provider: Provider | undefined,
): Promise<string | null> {
  const keys = (provider?.keys ?? []).toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
  for (const key of keys) {
    const ref = { providerId: provider?.id ?? '', keyId: key.id };
    const secret = await vault.reveal(ref, key.env);
    if (secret !== null) return secret;
  }
  return null;
}

/** It answers in this process: there is nothing to ask, and nothing to pay. */
function practiceResult(provider: ResolvedProvider, clock: Clock): ProviderTestResult {
  const model = provider.models[0]?.id ?? practiceId;
  return { verdict: 'works', model, at: clock.now(), durationMs: 0, costNanoUsd: 0, detail: '' };
}

function priceOf(
  provider: ResolvedProvider,
  model: string | undefined,
  clock: Clock,
): ReturnType<typeof findPrice> {
  const preset = provider.preset === null ? null : findPreset(provider.preset);
  if (preset === null || model === undefined) return null;
  return findPrice(preset, model, { promptTokens: 0, at: clock.now() });
}
