import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import type { Clock } from '../base/clock.ts';
import { createGrants } from '../base/launch-grants.ts';
import type { Logger } from '../base/logger.ts';
import { addressUrl } from '../gateway/address-url.ts';
import { createBodyThread } from '../gateway/body/body-thread.ts';
import { createGateway } from '../gateway/create-gateway.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { combineObservers } from '../gateway/observer.ts';
import { createPromptCounter } from '../tokens/prompt-counter.ts';
import type { AppPaths } from './app-paths.ts';
import { HealthPart } from './health-part.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ProviderWatch } from './provider-watch.ts';
import type { ReplayDesk } from './replay-desk.ts';
import { sameSecret, type SecretVault } from './secret-vault.ts';
import type { SettingsStore } from './settings-store.ts';
import { openSignatures } from './signature-file.ts';
import { openTokenFactors } from './token-factor-file.ts';
import type { TrafficPart } from './traffic-part.ts';

/** The gateway with who may call it, what it has learned, and what watches it. */
export interface GatewayPart {
  readonly gateway: Gateway;
  readonly health: HealthPart;
  /** The secret of a launch in a project's folder. */
  readonly issue: (project: string) => string;
  /** null while it does not listen. */
  readonly url: () => string | null;
}

export interface GatewayPartOptions {
  readonly settings: SettingsStore;
  readonly vault: SecretVault;
  readonly replays: ReplayDesk;
  readonly traffic: TrafficPart;
  readonly providerWatch: ProviderWatch;
  readonly lifecycle: Lifecycle;
  readonly paths: AppPaths;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  readonly onHealth: (health: GatewayHealth) => void;
}

/** Builds it; it does not listen yet. */
export async function openGateway(options: GatewayPartOptions): Promise<GatewayPart> {
  const { settings, vault, replays, providerWatch, lifecycle, paths, clock, logger } = options;
  const token = await vault.gatewayToken();
  const grants = createGrants({
    load: () => settings.launches,
    save: (records) => {
      settings.setLaunches(records);
    },
    now: () => clock.now(),
  });
  const tokenFactors = openTokenFactors(paths.tokenFactors, logger);
  lifecycle.join('token factors', () => tokenFactors.close());
  const signatureStore = openSignatures(paths.signatures, logger);
  lifecycle.join('signatures', () => signatureStore.close());
  const health = new HealthPart({
    gateway: () => gateway,
    providerWatch,
    onChange: options.onHealth,
  });
  lifecycle.join('health', () => {
    health.dispose();
  });
  const gateway: Gateway = createGateway({
    configuration: () => settings.configuration,
    revealKey: (ref, environmentName) => vault.reveal(ref, environmentName),
    authorize: (given) =>
      sameSecret(given, token)
        ? { project: null }
        : (replays.authorize(given) ?? grants.authorize(given)),
    observer: combineObservers(
      [replays.watch, options.traffic.observer, providerWatch, health],
      (error) => {
        logger.log('error', 'an observer failed', { error: String(error) });
      },
    ),
    clock,
    logger,
    allowedOrigins: [],
    bodyThread: createBodyThread(),
    promptCounter: createPromptCounter(),
    tokenFactors,
    signatureStore,
    version: options.version,
  });
  return {
    gateway,
    health,
    issue: (project) => grants.issue(project),
    url: () => (gateway.address === null ? null : addressUrl(gateway.address)),
  };
}
