// npm run e2e [-- ARGS of playwright test]: the real app on a private session bus with an unlocked keyring and a display.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureClaude } from './fetch-claude.mjs';
import { build } from './lib/build.mjs';
import { ensureElectron } from './lib/electron-runtime.mjs';
import { inOwnNetwork } from './lib/own-network.mjs';
import { run, say, tool } from './lib/process.mjs';

const unlockAndRun =
  'printf "e2e" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 97; exec "$@"';

const electron = await ensureElectron();
await build(['main', 'preload', 'renderer', 'cli']);
const playwright = [process.execPath, tool('playwright/cli.js'), 'test', ...process.argv.slice(2)];
const env = { ...process.env, ...electron.env, SWITCHYARD_CLAUDE: await ensureClaude() };
process.exitCode =
  process.platform === 'linux'
    ? await onLinux()
    : await run(playwright[0], playwright.slice(1), { env });

/** Nothing of the user's own session is touched: own network, own bus, own keyring, own data folders. */
async function onLinux() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-e2e-'));
  for (const name of ['data', 'run', 'config', 'cache'])
    fs.mkdirSync(path.join(home, name), { mode: 0o700 });
  try {
    const session = ['dbus-run-session', '--', 'bash', '-c', unlockAndRun, '_'];
    const [command, ...args] = inOwnNetwork([...session, 'xvfb-run', '-a', ...playwright]);
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
