import type { AppStatus } from '../../shared/domain/status.ts';
import type { ProviderWatch } from './provider-watch.ts';
import {
  activeProviders,
  needsKeychain,
  routingState,
  type RoutingController,
} from './routing-controller.ts';
import type { SecretVault } from './secret-vault.ts';
import { isPracticeOnly } from './settings-document.ts';
import type { SettingsStore } from './settings-store.ts';
import type { TrafficPart } from './traffic-part.ts';

export interface AppStatusSources {
  readonly settings: SettingsStore;
  readonly routing: RoutingController;
  readonly vault: SecretVault;
  readonly providerWatch: ProviderWatch;
  readonly traffic: Pick<TrafficPart, 'today' | 'store' | 'lastError'>;
  readonly version: string;
}

/** One truth for tray, window and command line. */
export function computeStatus(sources: AppStatusSources): AppStatus {
  const { settings, routing, vault, traffic } = sources;
  const { configuration } = settings;
  const { state, reason } = routingState({
    wanted: configuration.routing,
    isListening: routing.address !== null,
    isPending: routing.isPending,
    fault: routing.fault,
    keychain: vault.state,
    needsKeychain: needsKeychain(configuration),
    failingProvider: sources.providerWatch.failing(activeProviders(configuration)),
  });
  return {
    routing: state,
    reason,
    address: routing.address,
    since: routing.since,
    activeProfile: configuration.activeProfile,
    baselineModel: configuration.baseline.model,
    profiles: configuration.profiles.map(({ id, name }) => ({ id, name: name ?? id })),
    keychain: vault.state,
    today: traffic.today(),
    store: traffic.store(),
    lastError: traffic.lastError(),
    recentFolders: settings.preferences.recentFolders,
    practiceOnly: isPracticeOnly(configuration),
    version: sources.version,
  };
}
