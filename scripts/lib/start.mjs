// Starts the app, or the gateway alone where there is no display.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { root, say } from './process.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

export async function start(args) {
  return hasDisplay() ? startApp(args) : startHeadless(args);
}

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

async function startApp(args) {
  await ensureSystemLibraries('run');
  const electron = await ensureElectron();
  await build(['main', 'preload', 'renderer', 'cli']);
  const executable = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const program =
    process.platform === 'darwin'
      ? path.join(electron.dist, 'Electron.app', 'Contents', 'MacOS', 'Electron')
      : path.join(electron.dist, executable);
  // Chromium refuses to sandbox for root; everyone else keeps the sandbox.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return forward(program, [...sandbox, root, ...args], { ...process.env, ...electron.env });
}

/** The same gateway without a window, from a configuration file that the first run makes. */
async function startHeadless(args) {
  await build(['cli']);
  const config = process.env.SWITCHYARD_CONFIG ?? headlessConfig();
  say(`no display: the gateway runs without a window, from ${config}`);
  say(
    'in another terminal, start Claude Code through it with:  npm run -s cli -- code --config ' +
      config,
  );
  const program = path.join(root, 'dist', 'cli', 'switchyard.js');
  return forward(process.execPath, [program, 'serve', '--config', config, ...args], process.env);
}

function headlessConfig() {
  const base = process.env.XDG_CONFIG_HOME ?? path.join(os.homedir(), '.config');
  const file = path.join(base, 'Switchyard', 'headless.json');
  if (fs.existsSync(file)) return file;
  const target = { provider: 'practice', model: 'practice' };
  const rule = {
    id: 'all',
    name: 'Everything',
    when: {},
    then: { strategy: 'failover', targets: [target] },
  };
  const starter = {
    version: 1,
    routing: true,
    activeProfile: 'practice',
    providers: [{ id: 'practice', preset: 'practice' }],
    profiles: [{ id: 'practice', name: 'Practice', lock: null, rules: [rule] }],
  };
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, `${JSON.stringify(starter, null, 2)}\n`, { flag: 'wx' });
  return file;
}

function forward(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}
