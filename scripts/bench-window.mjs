// npm run bench:window [-- --streams N --rate EVENTS_PER_SECOND --seconds N --idle SECONDS --profile FOLDER]: the real window while streams run.
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { ensureElectron } from './lib/electron-runtime.mjs';
import { tool } from './lib/process.mjs';
import { inWindowSession } from './lib/window-session.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: { streams: text, rate: text, seconds: text, idle: text, profile: text },
});
const names = {
  streams: 'BENCH_STREAMS',
  rate: 'BENCH_RATE',
  seconds: 'BENCH_SECONDS',
  idle: 'BENCH_IDLE_SECONDS',
  profile: 'BENCH_PROFILE',
};
const chosen = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [names[name], value]),
);
const electron = await ensureElectron();
await build(['main', 'preload', 'renderer']);
const playwright = [process.execPath, tool('playwright/cli.js'), 'test', '--config', 'bench'];
process.exitCode = await inWindowSession(playwright, {
  ...process.env,
  ...electron.env,
  ...chosen,
});
