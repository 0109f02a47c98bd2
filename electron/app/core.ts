import type { Logger } from '../base/logger.ts';
import { systemClock } from '../base/clock.ts';
import { createGrants } from '../base/launch-grants.ts';
import type { SecretStore } from '../base/secret-store.ts';
import { combineObservers } from '../gateway/observer.ts';
import { createBodyThread } from '../gateway/body/body-thread.ts';
import { createGateway } from '../gateway/create-gateway.ts';
import type { Gateway, GatewayAddress } from '../gateway/gateway.ts';
import { createPromptCounter } from '../tokens/prompt-counter.ts';
import type { LabRun } from '../../shared/domain/lab.ts';
import type { ReplayPush } from '../../shared/domain/replay.ts';
import type { TrafficBatch } from '../../shared/ipc/contract.ts';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import { openEndpoints, type EndpointPart } from './endpoint-part.ts';
import { computeStatus } from './app-status.ts';
import type { AppPaths } from './app-paths.ts';
import { HealthPart } from './health-part.ts';
import type { Lifecycle } from './lifecycle.ts';
import { ProviderWatch } from './provider-watch.ts';
import { RoutingController } from './routing-controller.ts';
import { ReplayDesk } from './replay-desk.ts';
import { removeRuntimeFile, writeRuntimeFile } from './runtime-file.ts';
import { openLaunch, type LaunchPart } from './launch-part.ts';
import { sameSecret, SecretVault } from './secret-vault.ts';
import { firstSettings } from './settings-document.ts';
import { openSettingsFile } from './settings-file.ts';
import { openSignatures } from './signature-file.ts';
import { SettingsStore } from './settings-store.ts';
import { StatusBoard } from './status-board.ts';
import { openTokenFactors } from './token-factor-file.ts';
import { openTraffic, type TrafficPart } from './traffic-part.ts';

/** Everything that runs without a window: the same for the desktop and for a start without a display. */
export interface Core {
  readonly settings: SettingsStore;
  readonly vault: SecretVault;
  readonly gateway: Gateway;
  readonly routing: RoutingController;
  readonly board: StatusBoard;
  readonly health: HealthPart;
  readonly traffic: TrafficPart;
  readonly replays: ReplayDesk;
  readonly endpoints: EndpointPart;
  readonly launch: LaunchPart;
}

export interface CoreOptions {
  readonly paths: AppPaths;
  readonly keychain: SecretStore;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly version: string;
  readonly onTraffic: (batch: TrafficBatch) => void;
  readonly onReplay: (push: ReplayPush) => void;
  readonly onLabProgress: (run: LabRun) => void;
  readonly onHealth: (health: GatewayHealth) => void;
}

/** How long streams under way may go on when the user quits. */
const quitGraceMs = 3_000;

/** Builds the parts and starts the gateway. Resolves when it listens or has said why it does not. */
export async function startCore(options: CoreOptions): Promise<Core> {
  const { lifecycle, logger, paths, version } = options;
  const clock = systemClock;
  const settings = new SettingsStore(openSettingsFile(paths.userData, clock.now()), () =>
    firstSettings(firstListen(process.env['SWITCHYARD_PORT'])),
  );
  const vault = new SecretVault({
    keychain: options.keychain,
    records: settings.keyRecords,
    clock,
    environment: process.env,
  });
  const replays = new ReplayDesk({
    gateway: () => gateway,
    traffic: () => traffic,
    configuration: () => settings.configuration,
    clock,
    onPush: options.onReplay,
  });
  const traffic = await openTraffic({
    file: paths.database,
    configuration: () => settings.configuration,
    preferences: () => settings.preferences,
    clock,
    logger,
    onBatch: options.onTraffic,
    onFigures: () => {
      board.trafficChanged();
    },
    onRow: (row) => {
      replays.watch.row(row);
    },
  });
  lifecycle.join('traffic', () => traffic.close());
  const providerWatch = new ProviderWatch(clock, () => {
    board.changed();
  });

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
      [replays.watch, traffic.observer, providerWatch, health],
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
    version,
  });

  const routing = new RoutingController({
    gateway,
    configuration: () => settings.configuration,
    setWanted: (on) => {
      settings.updateConfiguration((configuration) => ({ ...configuration, routing: on }));
    },
    setPort: (port) => {
      settings.updateConfiguration((configuration) => ({
        ...configuration,
        listen: { ...configuration.listen, port },
      }));
    },
    clock,
    onChange: () => {
      board.changed();
    },
    onAddress: (address) => announce(paths.runtimeFile, address),
  });
  lifecycle.join('gateway', () => routing.stop(quitGraceMs));

  const board = new StatusBoard(
    () =>
      computeStatus({
        settings,
        routing,
        vault,
        providerWatch,
        today: () => traffic.today(),
        lastError: () => traffic.lastError(),
        store: () => traffic.store(),
        version,
      }),
    () => traffic.refresh(),
  );
  lifecycle.join('status', () => {
    board.dispose();
  });
  settings.onChange((area) => {
    if (area === 'configuration' || area === 'preferences') board.changed();
    if (area === 'preferences') traffic.preferencesChanged();
  });
  const launch = openLaunch({
    settings,
    settingsFolder: paths.launches,
    issue: (project) => grants.issue(project),
    gatewayUrl: () => (gateway.address === null ? null : urlOf(gateway.address)),
    clock,
  });
  const endpoints = openEndpoints({
    settings,
    vault,
    clock,
    logger,
    labDirectory: paths.labRuns,
    onProgress: options.onLabProgress,
  });
  lifecycle.join('endpoint tests', () => {
    endpoints.close();
  });
  await Promise.all([routing.listen(), vault.refresh()]);
  board.changed();
  return { settings, vault, gateway, routing, board, health, traffic, replays, endpoints, launch };
}

/** A first start may be told its port; from then on it is a setting like any other. */
function firstListen(port: string | undefined): { port?: number } {
  return port !== undefined && /^\d{1,5}$/.test(port) ? { port: Number(port) } : {};
}

/** Tells the command line where the gateway is; nothing secret is in the file. */
async function announce(file: string, address: GatewayAddress | null): Promise<void> {
  if (address === null) await removeRuntimeFile(file, process.pid);
  else
    await writeRuntimeFile(file, {
      url: urlOf(address),
      pid: process.pid,
    });
}

function urlOf({ host, port }: GatewayAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
