import { homedir } from 'node:os';
import { app, nativeTheme, session, type BrowserWindow } from 'electron';
import type { Language } from '../../shared/domain/preferences.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Notifier } from '../../shared/ipc/descriptors.ts';
import type { Logger } from '../base/logger.ts';
import type { AppPaths } from './app-paths.ts';
import type { Core } from './core.ts';
import { fileChooser } from './file-chooser.ts';
import { folderChooser } from './folder-chooser.ts';
import { wireIpc } from './ipc-wiring.ts';
import { chooseLanguage } from './language.ts';
import type { Lifecycle } from './lifecycle.ts';
import { setLaunchAtLogin } from './login-item.ts';
import { createTray } from './tray.ts';
import { hasTrayHost } from './tray-host.ts';
import { trayModel, type TrayAction } from './tray-model.ts';
import { userNotices } from './user-notices.ts';
import { serveWindowFiles } from './window-protocol.ts';
import type { MainWindow } from './windows.ts';

export interface DesktopOptions {
  readonly core: Core;
  readonly paths: AppPaths;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly window: MainWindow;
  readonly notifier: Notifier<Contract>;
}

/** What the outside may ask of the app while it runs. */
export interface Desktop {
  /** Shows what a `switchyard://import` link holds; nothing is taken before the person says so. */
  readonly openLink: (link: string) => void;
}

/** Window, tray and calls from the window, on top of a running core. Electron must be ready. */
export function startDesktop(options: DesktopOptions): Desktop {
  const { core, lifecycle, logger, notifier, paths, window } = options;
  const { board, settings } = core;
  const language = (): Language => currentLanguage(core);
  const notices = userNotices(language);
  serveWindowFiles(session.defaultSession, paths.renderer);
  const chooseFolder = folderChooser(
    () => window.browserWindow,
    () => settings.preferences.recentFolders[0],
  );
  const chooseFile = fileChooser(() => window.browserWindow);
  const chooseHar = fileChooser(() => window.browserWindow, {
    name: 'HAR',
    extensions: ['har', 'json'],
  });
  const desk = wireIpc({ core, window, notifier, chooseFolder, chooseFile, chooseHar, logger });
  lifecycle.join('window', () => {
    window.dispose();
  });

  const goTo = (page: string, exchangeId: string | null): void => {
    window.show();
    window.whenLoaded(() => {
      notifier.app.navigate({ page, exchangeId });
    });
  };
  const launch = async (folder: string | null): Promise<void> => {
    if (folder === null) return;
    const result = await core.launch.start(folder);
    // The window words what is missing and how to get it.
    if (!result.started) goTo('overview', null);
  };
  const act = async (action: TrayAction): Promise<void> => {
    switch (action.type) {
      case 'set-routing': {
        const result = await core.routing.setRouting(action.on);
        if (!result.ok) notices.toggleFailed(result.error);
        return;
      }
      case 'set-profile':
        settings.updateConfiguration((configuration) => ({
          ...configuration,
          activeProfile: action.profileId,
        }));
        return;
      case 'launch':
        await launch(action.folder);
        return;
      case 'choose-folder':
        await launch(await chooseFolder());
        return;
      case 'open':
        window.show();
        return;
      case 'open-error':
        goTo('live', action.exchangeId);
        return;
      case 'settings':
        goTo('settings', null);
        return;
      case 'quit':
        app.quit();
    }
  };
  const tray = createTray(paths.icons, (action) => {
    act(action).catch((error: unknown) => {
      logger.log('error', 'a tray action failed', { action: action.type, error: String(error) });
    });
  });
  lifecycle.join('tray', () => {
    tray.dispose();
  });
  const showTray = (): void => {
    tray.show(trayModel(board.status, { language: language(), homeFolder: homedir() }));
  };
  const followTheme = (): void => {
    nativeTheme.themeSource = settings.preferences.theme;
  };
  let launchesAtLogin = settings.preferences.launchAtLogin;
  const followLoginItem = (): void => {
    if (launchesAtLogin === settings.preferences.launchAtLogin) return;
    launchesAtLogin = settings.preferences.launchAtLogin;
    setLaunchAtLogin(launchesAtLogin).catch((error: unknown) => {
      logger.log('error', 'launch at login could not be changed', { error: String(error) });
    });
  };
  board.onChange(showTray);
  settings.onChange((area) => {
    if (area !== 'preferences') return;
    showTray();
    followTheme();
    followLoginItem();
  });
  showTray();
  followTheme();
  if (settings.setAside !== null) notices.settingsSetAside(settings.setAside);
  return {
    openLink: (link) => {
      desk.offerLink(link);
      window.show();
      window.whenLoaded(() => {
        notifier.transfer.offered(null);
      });
    },
  };
}

/** Close means "out of the way": to the tray where there is one, else minimised, so that the window stays reachable. */
export async function putAway(window: BrowserWindow, core: Core): Promise<void> {
  if (!(await hasTrayHost(process.platform))) {
    window.minimize();
    return;
  }
  window.hide();
  if (core.settings.preferences.closeToTrayExplained) return;
  userNotices(() => currentLanguage(core)).stillRunning();
  core.settings.updatePreferences({ closeToTrayExplained: true });
}

function currentLanguage(core: Core): Language {
  return chooseLanguage(core.settings.preferences.language, app.getPreferredSystemLanguages());
}
