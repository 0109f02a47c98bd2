import type { Logger } from '../base/logger.ts';
import { systemClock } from '../base/clock.ts';
import type { SecretStore } from '../base/secret-store.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { LabRun } from '../../shared/domain/lab.ts';
import type { ReplayPush } from '../../shared/domain/replay.ts';
import type { TrafficBatch } from '../../shared/ipc/contract.ts';
import type { GatewayHealth } from '../../shared/domain/gateway-health.ts';
import { openEndpoints, type EndpointPart } from './endpoint-part.ts';
import { computeStatus, type AppStatusSources } from './app-status.ts';
import type { AppPaths } from './app-paths.ts';
import { openGateway } from './gateway-part.ts';
import type { HealthPart } from './health-part.ts';
import type { Lifecycle } from './lifecycle.ts';
import { ProviderWatch } from './provider-watch.ts';
import type { RoutingController } from './routing-controller.ts';
import { openRouting } from './routing-part.ts';
import { ReplayDesk } from './replay-desk.ts';
import { openLaunch, type LaunchPart } from './launch-part.ts';
import { SecretVault } from './secret-vault.ts';
import { firstSettings } from './settings-document.ts';
import { openSettingsFile } from './settings-file.ts';
import { SettingsStore } from './settings-store.ts';
import { StatusBoard } from './status-board.ts';
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
  const settings = openSettings(paths.userData, clock.now());
  const vault = new SecretVault({
    keychain: options.keychain,
    records: settings.keyRecords,
    clock,
    environment: process.env,
  });
  const changed = (): void => board.changed();
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
    onFigures: () => board.trafficChanged(),
    onRow: (row) => replays.watch.row(row),
  });
  lifecycle.join('traffic', () => traffic.close());
  const providerWatch = new ProviderWatch(clock, changed);
  const shared = { settings, vault, lifecycle, paths, clock, logger, version };
  const { gateway, health, issue, url } = await openGateway({
    ...shared,
    replays,
    traffic,
    providerWatch,
    onHealth: options.onHealth,
  });
  const runtimeFile = paths.runtimeFile;
  const routing = openRouting({ gateway, settings, runtimeFile, clock, onChange: changed });
  lifecycle.join('gateway', () => routing.stop(quitGraceMs));
  const board = openBoard({ settings, routing, vault, providerWatch, traffic, version });
  lifecycle.join('status', () => board.dispose());
  settings.onChange((area) => {
    if (area === 'preferences') traffic.preferencesChanged();
  });
  const settingsFolder = paths.launches;
  const launch = openLaunch({ settings, settingsFolder, issue, gatewayUrl: url, clock });
  const endpoints = openEndpoints({
    ...shared,
    labDirectory: paths.labRuns,
    onProgress: options.onLabProgress,
  });
  lifecycle.join('endpoint tests', () => endpoints.close());
  await Promise.all([routing.listen(), vault.refresh()]);
  board.changed();
  return { settings, vault, gateway, routing, board, health, traffic, replays, endpoints, launch };
}

function openSettings(folder: string, now: number): SettingsStore {
  return new SettingsStore(openSettingsFile(folder, now), () =>
    firstSettings(firstListen(process.env['SWITCHYARD_PORT'])),
  );
}

/** Follows the settings; what else it rests on tells it. */
function openBoard(sources: AppStatusSources & { readonly traffic: TrafficPart }): StatusBoard {
  const board = new StatusBoard(
    () => computeStatus(sources),
    () => sources.traffic.refresh(),
  );
  sources.settings.onChange((area) => {
    if (area === 'configuration' || area === 'preferences') board.changed();
  });
  return board;
}

/** A first start may be told its port; from then on it is a setting like any other. */
function firstListen(port: string | undefined): { port?: number } {
  return port !== undefined && /^\d{1,5}$/.test(port) ? { port: Number(port) } : {};
}
