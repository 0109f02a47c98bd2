// npm run e2e:claude: the real Claude Code client through the gateway, in a network of its own where only loopback is.
import { ensureClaude } from './fetch-claude.mjs';
import { inOwnNetwork } from './lib/own-network.mjs';
import { fail, run, tool } from './lib/process.mjs';

try {
  const claude = await ensureClaude();
  const vitest = [
    process.execPath,
    tool('vitest/vitest.mjs'),
    'run',
    '-c',
    'vitest.claude.config.ts',
  ];
  const [command, ...args] = inOwnNetwork([...vitest, ...process.argv.slice(2)]);
  process.exitCode = await run(command, args, {
    env: { ...process.env, SWITCHYARD_CLAUDE: claude },
  });
} catch (error) {
  fail(error.message);
}
