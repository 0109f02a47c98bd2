// A private session for programs with a window: own network, own bus with an unlocked keyring, own data folders, a display.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inOwnNetwork } from './own-network.mjs';
import { run, say } from './process.mjs';

const unlockAndRun =
  'printf "e2e" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 97; exec "$@"';

/** Runs the command there and resolves with its exit code. Only Linux has such a session; elsewhere it runs as it is. */
export function inWindowSession(command, env) {
  if (process.platform === 'linux') return onLinux(command, env);
  return run(command[0], command.slice(1), { env });
}

/** Nothing of the user's own session is touched: own network, own bus, own keyring, own data folders. */
async function onLinux(program, env) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-e2e-'));
  for (const name of ['data', 'run', 'config', 'cache'])
    fs.mkdirSync(path.join(home, name), { mode: 0o700 });
  try {
    const session = ['dbus-run-session', '--', 'bash', '-c', unlockAndRun, '_'];
    const [command, ...args] = inOwnNetwork([...session, 'xvfb-run', '-a', ...program]);
    const code = await run(command, args, {
      env: {
        ...env,
        XDG_DATA_HOME: path.join(home, 'data'),
        XDG_RUNTIME_DIR: path.join(home, 'run'),
        XDG_CONFIG_HOME: path.join(home, 'config'),
        XDG_CACHE_HOME: path.join(home, 'cache'),
      },
    });
    if (code === 97)
      say('gnome-keyring-daemon did not start; it is needed for the tests of the window');
    return code;
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}
