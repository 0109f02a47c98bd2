// npm run bench [-- --rounds N --json]
import { build } from './lib/build.mjs';
import { root, run } from './lib/process.mjs';
import path from 'node:path';

await build(['cli']);
process.exitCode = await run(process.execPath, [
  path.join(root, 'bench', 'gateway.mjs'),
  ...process.argv.slice(2),
]);
