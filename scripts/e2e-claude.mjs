// npm run e2e:claude: the real Claude Code client through the gateway, in a network of its own where only loopback is.
import { ensureClaude } from './fetch-claude.mjs';
import { canRun, fail, run, tool } from './lib/process.mjs';

const claude = await ensureClaude();
const vitest = [
  process.execPath,
  tool('vitest/vitest.mjs'),
  'run',
  '-c',
  'vitest.claude.config.ts',
  ...process.argv.slice(2),
];
const env = { ...process.env, SWITCHYARD_CLAUDE: claude };
const alone = 'ip link set lo up && exec "$@"';

/** As root at once; else as root of a user namespace. */
const ways = [
  ['unshare', '-n'],
  ['unshare', '-n', '-r'],
];
const way = ways.find(([command, ...flags]) =>
  canRun(command, [...flags, 'ip', 'link', 'set', 'lo', 'up']),
);
if (way === undefined) {
  fail(
    'the test of the real client needs `unshare -n` and `ip` (Debian: util-linux, iproute2), so that nothing leaves loopback',
  );
}
const [command, ...flags] = way;
process.exitCode = await run(command, [...flags, 'sh', '-c', alone, '_', ...vitest], { env });
