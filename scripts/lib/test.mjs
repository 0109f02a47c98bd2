// npm test: every check and every test of every runner; ends with `N passed, N failed`.
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { checkSteps, runSteps } from './check-steps.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { root, run, say, tool } from './process.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

const results = path.join(root, 'test-results');

export async function test() {
  await ensureSystemLibraries('test');
  fs.rmSync(results, { recursive: true, force: true });
  fs.mkdirSync(results, { recursive: true });
  const electron = await ensureElectron();
  await build();
  const env = { ...process.env, ...electron.env };
  const total = await runSteps(checkSteps.filter((step) => step.name !== 'unit'));
  add(total, await vitest('unit', [tool('vitest/vitest.mjs'), 'run'], env));
  add(total, await ownNetworks(env));
  add(total, await realClient(env));
  add(total, await playwright(env));
  add(total, await packaged(env));
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function add(total, part) {
  total.passed += part.passed;
  total.failed += part.failed;
}

/** A runner that ended badly without a failed test (a crash, no report) counts as one failure. */
function settle(name, code, counts) {
  const failed = code !== 0 && counts.failed === 0 ? 1 : counts.failed;
  say(
    `${name}: ${counts.passed} passed, ${failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`,
  );
  return { passed: counts.passed, failed };
}

async function vitest(name, command, env) {
  const file = path.join(results, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const code = await run(process.execPath, [...command, ...reporters], { env });
  const report = readJson(file);
  return settle(name, code, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 1,
    skipped: report?.numPendingTests ?? 0,
  });
}

/** What leaves the machine under a lock: namespaces are Linux's. */
async function ownNetworks(env) {
  if (process.platform !== 'linux') return { passed: 0, failed: 0 };
  return vitest('network', ['scripts/e2e-network.mjs'], env);
}

/** The real Claude Code, in a network of its own: namespaces are Linux's. */
async function realClient(env) {
  if (process.platform !== 'linux') return { passed: 0, failed: 0 };
  return vitest('claude', ['scripts/e2e-claude.mjs'], env);
}

async function playwright(env) {
  const file = path.join(results, 'playwright.json');
  const code = await run(process.execPath, ['scripts/e2e.mjs'], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  const stats = readJson(file)?.stats;
  return settle('window', code, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 1,
    skipped: stats?.skipped ?? 0,
  });
}

/** Makes the unpacked Linux build and starts it. */
async function packaged(env) {
  if (process.platform !== 'linux') return { passed: 0, failed: 0 };
  const code = await run(process.execPath, ['scripts/dist.mjs', '--smoke'], { env });
  return settle('packaged app', code, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
}

function readJson(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}
