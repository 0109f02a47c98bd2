import { homedir } from 'node:os';
import type { Clock } from '../base/clock.ts';
import { createLaunch } from '../claude-code/launch.ts';
import type { LaunchHandlersDependencies } from '../ipc/handlers/launch.ts';
import type { SettingsStore } from './settings-store.ts';

/** Claude Code in a terminal, as tray and window need it. */
export type LaunchPart = Omit<LaunchHandlersDependencies, 'chooseFolder'>;

export interface LaunchPartOptions {
  readonly settings: SettingsStore;
  readonly settingsFolder: string;
  readonly issue: (project: string) => string;
  readonly gatewayUrl: () => string | null;
  readonly clock: Clock;
}

/** Launches on this machine; a folder that Claude Code was started in is remembered. */
export function openLaunch(options: LaunchPartOptions): LaunchPart {
  const { settings } = options;
  const launch = createLaunch({
    machine: { platform: process.platform, env: process.env, home: homedir() },
    settingsFolder: options.settingsFolder,
    gatewayUrl: options.gatewayUrl,
    issue: options.issue,
    terminal: () => settings.preferences.terminal,
    now: () => options.clock.now(),
  });
  return {
    plan: (folder) => launch.plan(folder),
    start: async (folder) => {
      const result = await launch.start(folder);
      if (result.started) settings.rememberFolder(folder);
      return result;
    },
    terminals: () => launch.terminals(),
  };
}
