import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const owner = 'org.kde.StatusNotifierWatcher';
const question = [
  'org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus.NameHasOwner',
];
const askTimeoutMs = 1_000;

/** Whether the desktop shows tray icons at all. Only Linux has desktops that do not; when in doubt: no. */
export async function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  const [destination, object, method] = question;
  const ways: readonly (readonly [string, readonly string[]])[] = [
    [
      'gdbus',
      [
        'call',
        '--session',
        '--dest',
        `${destination}`,
        '--object-path',
        `${object}`,
        '--method',
        `${method}`,
        owner,
      ],
    ],
    [
      'dbus-send',
      [
        '--session',
        '--print-reply',
        `--dest=${destination}`,
        `${object}`,
        `${method}`,
        `string:${owner}`,
      ],
    ],
  ];
  for (const [command, parameters] of ways) {
    try {
      const { stdout } = await run(command, parameters, { timeout: askTimeoutMs });
      return stdout.includes('true');
    } catch {
      // Not installed, or no session bus: the next way, and then "no".
    }
  }
  return false;
}
