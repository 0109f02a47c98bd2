// npm run -s cli -- COMMAND …: builds the command line when a source changed, quietly, then runs it.
import { spawn } from 'node:child_process';
import { requireNode } from './lib/node-version.mjs';
import { build } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/process.mjs';
import path from 'node:path';

requireNode();
await ensureDependencies();
await build(['cli']);
const child = spawn(
  process.execPath,
  [path.join(root, 'dist', 'cli', 'switchyard.js'), ...process.argv.slice(2)],
  // npm changes the working folder to the package; the user's own is in INIT_CWD.
  { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
