import { posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Where the app keeps its files; the same place as Electron's `userData`, found without Electron. */
export function appDataDirectory({ platform, env, home }: Machine): string {
  const name = 'Switchyard';
  if (platform === 'win32') {
    return win32.join(filled(env['APPDATA']) ?? win32.join(home, 'AppData', 'Roaming'), name);
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', name);
  return posix.join(filled(env['XDG_CONFIG_HOME']) ?? posix.join(home, '.config'), name);
}

function filled(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
