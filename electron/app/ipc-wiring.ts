import { clipboard, shell } from 'electron';
import { contract, type Contract } from '../../shared/ipc/contract.ts';
import type { Notifier } from '../../shared/ipc/descriptors.ts';
import type { Logger } from '../base/logger.ts';
import { systemClock } from '../base/clock.ts';
import { fileThread } from '../traffic/file-thread.ts';
import { appHandlers } from '../ipc/handlers/app.ts';
import { costsHandlers } from '../ipc/handlers/costs.ts';
import { harHandlers } from '../ipc/handlers/har.ts';
import { healthHandlers } from '../ipc/handlers/health.ts';
import { keysHandlers } from '../ipc/handlers/keys.ts';
import { labHandlers } from '../ipc/handlers/lab.ts';
import { launchHandlers } from '../ipc/handlers/launch.ts';
import { preferencesHandlers } from '../ipc/handlers/preferences.ts';
import { profilesHandlers } from '../ipc/handlers/profiles.ts';
import { providersGroup } from '../ipc/handlers/providers.ts';
import { replayHandlers } from '../ipc/handlers/replay.ts';
import { rulesGroup } from '../ipc/handlers/rules.ts';
import { trafficHandlers } from '../ipc/handlers/traffic.ts';
import { transferHandlers } from '../ipc/handlers/transfer.ts';
import { inputSchemas } from '../ipc/input-schemas.ts';
import { serve } from '../ipc/serve.ts';
import type { Core } from './core.ts';
import { electronIpc } from './electron-ipc.ts';
import type { FileChooser } from './file-chooser.ts';
import type { FolderChooser } from './folder-chooser.ts';
import { HarDesk } from './har-desk.ts';
import { ImportDesk } from './import-desk.ts';
import { findLocalProviders } from './local-providers.ts';
import { lockEffect } from './lock-effect.ts';
import { trafficExport } from './traffic-export.ts';
import { TrialDesk } from './trial-desk.ts';
import { isTrustedSender } from './trusted-sender.ts';
import type { MainWindow } from './windows.ts';

export interface IpcWiring {
  readonly core: Core;
  readonly window: MainWindow;
  readonly notifier: Notifier<Contract>;
  readonly chooseFolder: FolderChooser;
  readonly chooseFile: FileChooser;
  /** Of HAR files. */
  readonly chooseHar: FileChooser;
  readonly logger: Logger;
}

/**
 * Every call of the contract on its part of the core, and every change of the core pushed to the window. Returns the
 * desk, which links that are opened come to as well.
 */
export function wireIpc(wiring: IpcWiring): ImportDesk {
  const { core, window, notifier, chooseFolder, chooseFile, chooseHar, logger } = wiring;
  const { board, gateway, routing, settings, traffic, vault } = core;
  const providers = providersGroup({
    settings,
    vault,
    endpoints: core.endpoints,
    requestsToday: () => traffic.requestsToday(),
    onChange: (views) => {
      notifier.providers.changed(views);
    },
  });
  const pushProviders = (): void => {
    notifier.providers.changed(providers.views());
  };
  const rules = rulesGroup({
    settings,
    hits: (profileId) => traffic.hits(profileId),
    onChange: (view) => {
      notifier.rules.changed(view);
    },
    lockEffect: (edited) => lockEffect(edited, settings.configuration),
    trials: new TrialDesk({
      configuration: () => settings.configuration,
      findLocal: findLocalProviders,
      trySlice: (query) => traffic.trySlice(query),
      onProgress: (progress) => {
        notifier.rules.trialProgress(progress);
      },
      clock: systemClock,
    }),
  });
  const desk = new ImportDesk({ settings, vault, clock: systemClock, environment: process.env });
  serve({
    contract,
    schemas: inputSchemas,
    server: electronIpc,
    isTrusted: (sender) => isTrustedSender(window.webContentsId, sender),
    logger,
    handlers: {
      app: appHandlers({
        board,
        routing,
        settings,
        // Returns nothing in older Electrons and a promise in newer ones.
        copyText: async (text) => {
          await clipboard.writeText(text);
        },
        openExternal: (url) => shell.openExternal(url),
      }),
      preferences: preferencesHandlers(settings),
      providers: providers.handlers,
      keys: keysHandlers({ settings, vault, board, onChange: pushProviders }),
      health: healthHandlers(core.health),
      profiles: profilesHandlers({
        settings,
        board,
        onChange: (profileId) => {
          rules.push(profileId).catch((error: unknown) => {
            logger.log('warn', 'a changed profile was not told', { error: String(error) });
          });
        },
      }),
      rules: rules.handlers,
      traffic: trafficHandlers({
        list: (limit, before) => traffic.list(limit, before),
        page: (filter, limit, before) => traffic.page(filter, limit, before),
        whichMatch: (filter, exchangeIds) => traffic.whichMatch(filter, exchangeIds),
        detail: (exchangeId) => traffic.detail(exchangeId),
        bodies: (exchangeId) => traffic.bodies(exchangeId),
        export: trafficExport(traffic, board.status.version, () => window.browserWindow),
        deleteEverything: () => traffic.deleteEverything(),
        deleteBodies: () => traffic.deleteBodies(),
        modelHealth: (hours) => traffic.modelHealth(hours),
        cancel: (exchangeId) => gateway.cancel(exchangeId),
        watch: (active) => {
          traffic.watch(active);
        },
      }),
      har: harHandlers({ desk: new HarDesk(fileThread), chooseFile: chooseHar }),
      replay: replayHandlers(core.replays),
      costs: costsHandlers((from, to, groupBy) => traffic.summarize(from, to, groupBy)),
      lab: labHandlers(core.endpoints.lab),
      transfer: transferHandlers({
        desk,
        chooseFile,
        onChange: () => {
          board.changed();
          pushProviders();
        },
      }),
      launch: launchHandlers({ ...core.launch, chooseFolder }),
    },
  });
  board.onChange((status) => {
    notifier.app.statusChanged(status);
    providers.figuresChanged();
  });
  settings.onChange((area) => {
    if (area === 'preferences') notifier.preferences.changed(settings.preferences);
    if (area === 'configuration') pushProviders();
  });
  return desk;
}
