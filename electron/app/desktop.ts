import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, clipboard, dialog, nativeTheme, session, shell } from 'electron';
import type { Language } from '../../shared/domain/preferences.ts';
import { contract } from '../../shared/ipc/contract.ts';
import type { Contract } from '../../shared/ipc/contract.ts';
import type { Notifier } from '../../shared/ipc/descriptors.ts';
import type { Logger } from '../base/logger.ts';
import { appHandlers } from '../ipc/handlers/app.ts';
import { costsHandlers } from '../ipc/handlers/costs.ts';
import { keysHandlers } from '../ipc/handlers/keys.ts';
import { labHandlers } from '../ipc/handlers/lab.ts';
import { launchHandlers } from '../ipc/handlers/launch.ts';
import { preferencesHandlers } from '../ipc/handlers/preferences.ts';
import { providersGroup } from '../ipc/handlers/providers.ts';
import { rulesHandlers } from '../ipc/handlers/rules.ts';
import { trafficHandlers } from '../ipc/handlers/traffic.ts';
import { inputSchemas } from '../ipc/input-schemas.ts';
import { serve } from '../ipc/serve.ts';
import type { AppPaths } from './app-paths.ts';
import type { Core } from './core.ts';
import { electronIpc, isTrustedSender } from './electron-ipc.ts';
import { chooseLanguage } from './language.ts';
import type { Lifecycle } from './lifecycle.ts';
import { seamLab, seamPlan, seamResolve } from './seams.ts';
import { createTray } from './tray.ts';
import { hasTrayHost } from './tray-host.ts';
import { reasonText, trayModel, type TrayAction } from './tray-model.ts';
import { userNotices, type UserNotices } from './user-notices.ts';
import { serveWindowFiles } from './window-protocol.ts';
import { MainWindow } from './windows.ts';

export interface DesktopOptions {
  readonly core: Core;
  readonly paths: AppPaths;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  /** Set once the window exists, so that the core can push before. */
  readonly notifier: Notifier<Contract>;
}
