import { join } from 'node:path';
import { app } from 'electron';
import { contract } from '../shared/ipc/contract.ts';
import { appPaths } from './app/app-paths.ts';
import { startCore, type Core } from './app/core.ts';
import { linkAmong, registerScheme } from './app/deep-link.ts';
import { putAway, startDesktop, type Desktop } from './app/desktop.ts';
import { displayProblem, isHeadless, printHowToReach } from './app/headless.ts';
import { Lifecycle } from './app/lifecycle.ts';
import { stderrLogger } from './app/stderr-logger.ts';
import { hasTrayHost } from './app/tray-host.ts';
import { registerWindowScheme } from './app/window-protocol.ts';
import { MainWindow } from './app/windows.ts';
import { KeytarStore } from './base/keytar-store.ts';
import { createNotifier } from './ipc/notifier.ts';

// Composition root: what exists, and in which order it starts and ends. No top-level await: Electron is not ready
// before this module has run.
const logger = stderrLogger(app.isPackaged ? 'warn' : 'info', (line) => process.stderr.write(line));
const lifecycle = new Lifecycle(logger);
const headless = isHeadless(process.argv, process.env, process.platform);

app.setName('Switchyard');
registerWindowScheme();
if (headless) app.disableHardwareAcceleration();

const problem = displayProblem(process.argv, process.env, process.platform);

if (problem !== null) {
  process.stderr.write(problem);
  app.exit(1);
} else if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    logger.log('error', 'the start failed', {
      error: error instanceof Error ? error.stack : error,
    });
    app.exit(1);
  });
} else {
  // The instance that runs shows its window instead.
  app.exit(0);
}

async function start(): Promise<void> {
  let core: Core | null = null;
  const paths = appPaths(join(import.meta.dirname, '..', '..'), app.getPath('userData'));
  const window = new MainWindow({
    preload: paths.preload,
    icon: join(paths.icons, 'app-512.png'),
    bounds: () => core?.settings.window ?? null,
    saveBounds: (bounds) => core?.settings.setWindow(bounds),
    isDelta: (channel) => channel === 'traffic.batch' || channel === 'replay.changed',
    mayClose: () => lifecycle.phase === 'stopping',
    onHide: (browserWindow) => {
      if (core !== null) void putAway(browserWindow, core);
    },
  });
  const notifier = createNotifier(contract, (channel, payload) => {
    window.send(channel, payload);
  });

  // Links may come before there is a window to show them in.
  let desktop: Desktop | null = null;
  let waitingLink = linkAmong(process.argv);
  const openLink = (link: string | null): void => {
    if (link === null) return;
    if (desktop === null) waitingLink = link;
    else desktop.openLink(link);
  };
  app.on('second-instance', (_event, parameters) => {
    if (headless) return;
    if (lifecycle.phase === 'running') window.show();
    openLink(linkAmong(parameters));
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openLink(link);
  });
  app.on('activate', () => {
    if (lifecycle.phase === 'running' && !headless) window.show();
  });
  // The tray keeps the app; only Quit ends it.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (lifecycle.phase === 'stopping') return;
    event.preventDefault();
    void lifecycle.shutdown().then(() => {
      app.exit(0);
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      app.quit();
    });

  core = await startCore({
    paths,
    keychain: new KeytarStore(),
    lifecycle,
    logger,
    version: app.getVersion(),
    onTraffic: (batch) => {
      notifier.traffic.batch(batch);
    },
    onReplay: (push) => {
      notifier.replay.changed(push);
    },
    onLabProgress: (run) => {
      notifier.lab.progress(run);
    },
    onHealth: (health) => {
      notifier.health.changed(health);
    },
  });
  lifecycle.advance('ready');
  await app.whenReady();
  if (headless) printHowToReach(core.board.status, (line) => process.stdout.write(line));
  else {
    desktop = startDesktop({ core, paths, lifecycle, logger, window, notifier });
    registerScheme();
    // Started with the session, and with a tray to be reached from: out of the way until asked for.
    const isQuiet = process.argv.includes('--hidden') && (await hasTrayHost(process.platform));
    if (!isQuiet) window.show();
    openLink(waitingLink);
  }
  lifecycle.advance('running');
}
