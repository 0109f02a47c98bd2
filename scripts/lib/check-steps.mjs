import { root, run, say, tool } from './process.mjs';

const node = (...args) => ({ command: process.execPath, args });

/** Cheapest first. `unit` reports its own tests; every other step counts as one. */
export const checkSteps = [
  {
    name: 'format',
    ...node(tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
  },
  ...['shared', 'electron', 'renderer', 'e2e'].map((runtime) => ({
    name: 'types',
    label: `types of ${runtime}`,
    ...node(tool('typescript/bin/tsc'), '-p', `tsconfig.${runtime}.json`),
  })),
  { name: 'boundaries', ...node('scripts/check-boundaries.mjs') },
  { name: 'dead-code', ...node(tool('knip/bin/knip.js')) },
  {
    name: 'lint',
    ...node('--max-old-space-size=6144', tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0'),
  },
  { name: 'unit', ...node(tool('vitest/vitest.mjs'), 'run') },
];

/** Runs all, whatever fails, so that one run shows everything. */
export async function runSteps(steps) {
  let passed = 0;
  let failed = 0;
  for (const step of steps) {
    const started = Date.now();
    const code = await run(step.command, step.args, { cwd: root });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    say(`${step.label ?? step.name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
    if (code === 0) passed += 1;
    else failed += 1;
  }
  return { passed, failed };
}
