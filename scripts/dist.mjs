// npm run dist: installers for this system. `--smoke`: the unpacked Linux build, started once.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { ensureElectron } from './lib/electron-runtime.mjs';
import { fail, root, run, say, tool } from './lib/process.mjs';

const START_MS = 30_000;
const STOP_MS = 20_000;

const smoke = process.argv.includes('--smoke');
const electron = await ensureElectron();
await build();
const pinned = JSON.parse(
  fs.readFileSync(path.join(root, 'node_modules', 'electron', 'package.json'), 'utf8'),
);
const shippable = electron.version === pinned.version;
const unpackedOnly = smoke || !shippable;
if (!shippable && !smoke) {
  say(
    `Electron ${electron.version} is here for development only; making the unpacked build, no installers`,
  );
}
const args = [
  tool('electron-builder/cli.js'),
  '--config',
  'electron-builder.yml',
  `-c.electronVersion=${electron.version}`,
  `-c.electronDist=${electron.dist}`,
  '--publish',
  'never',
  ...(unpackedOnly ? ['--dir'] : []),
];
const code = await run(process.execPath, args, { stdio: ['ignore', 2, 2] });
if (code !== 0) fail('electron-builder failed; the lines above say why');
if (smoke)
  process.exitCode = await startOnce(path.join(root, 'release', 'linux-unpacked', 'switchyard'));

/** The packed app must listen, answer, and go when told to. */
async function startOnce(program) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-smoke-'));
  const userData = path.join(home, 'user-data');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn('xvfb-run', ['-a', program, ...sandbox, `--user-data-dir=${userData}`], {
    env: {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, 'config'),
      SWITCHYARD_PORT: '0',
    },
    stdio: ['ignore', 2, 2],
    detached: true,
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  try {
    const { url, pid } = await waitForRuntimeFile(path.join(userData, 'gateway.json'));
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5000) });
    if (answer.status !== 200) throw new Error(`/healthz answered ${answer.status}`);
    process.kill(pid, 'SIGTERM');
    await Promise.race([exited, after(STOP_MS, 'the packed app did not end on SIGTERM')]);
    say('the packed app starts, answers and ends');
    return 0;
  } catch (error) {
    say(`the packed app failed: ${error.message}`);
    return 1;
  } finally {
    if (child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function waitForRuntimeFile(file) {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, 'utf8'));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it did not listen within ${START_MS / 1000} s`);
}

function after(ms, message) {
  return new Promise((_, reject) => setTimeout(() => reject(new Error(message)), ms).unref());
}
