// System libraries of Electron and of the window tests on Debian and Ubuntu.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { canRun, run, say } from './process.mjs';

const RUN = [
  'libgtk-3-0',
  'libnss3',
  'libgbm1',
  'libasound2',
  'libsecret-1-0',
  'libnotify4',
  'unzip',
];
const TEST = ['xvfb', 'xauth', 'dbus', 'dbus-x11', 'gnome-keyring', 'iproute2', 'fonts-noto-cjk'];

/** Installs what is missing where that is allowed; elsewhere prints the exact command. `purpose`: `run` or `test`. */
export async function ensureSystemLibraries(purpose) {
  if (process.platform !== 'linux' || !fs.existsSync('/usr/bin/dpkg-query')) return;
  const wanted = purpose === 'test' ? [...RUN, ...TEST] : RUN;
  const missing = wanted.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const prefix = rootPrefix();
  if (prefix === null) {
    say(
      `these system packages are missing; install them with: sudo apt-get install -y ${missing.join(' ')}`,
    );
    if (purpose === 'test') throw new Error('the tests need them');
    return;
  }
  say(`installing system packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 2] };
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', ...args];
    return run(command, rest, options);
  };
  await apt('update', '-q');
  const code = await apt('install', '-y', '-q', '--no-install-recommends', ...missing);
  if (code !== 0) throw new Error(`apt-get could not install ${missing.join(' ')}`);
}

/** Newer releases renamed some (libgtk-3-0t64, libasound2t64): either name counts. */
function isInstalled(name) {
  return [name, `${name}t64`].some((candidate) => {
    const result = spawnSync('dpkg-query', ['-W', '-f', '${Status}', candidate], {
      encoding: 'utf8',
    });
    return result.status === 0 && result.stdout.includes('install ok installed');
  });
}

function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return canRun('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null;
}
