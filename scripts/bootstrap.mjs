// npm start and npm test: all the set-up from a bare clone, then run. Imports nothing that npm ci would bring.
import { requireNode } from './lib/node-version.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { fail } from './lib/process.mjs';

requireNode();
const command = process.argv[2];
try {
  await ensureDependencies();
  if (command === 'start') {
    const { start } = await import('./lib/start.mjs');
    process.exitCode = await start(process.argv.slice(3));
  } else if (command === 'test') {
    const { test } = await import('./lib/test.mjs');
    process.exitCode = await test();
  } else {
    fail('usage: node scripts/bootstrap.mjs start|test');
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
