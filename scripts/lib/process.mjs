// Small process helpers for the set-up scripts. No dependencies: they run before `npm ci`.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');

/** One plain line about what happens, on stderr, so that stdout stays the command's own. */
export function say(line) {
  process.stderr.write(`switchyard: ${line}\n`);
}

export function fail(line) {
  say(line);
  process.exit(1);
}

/** Runs to the end; resolves with the exit code (128 when a signal ended it). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });
}

/** Runs quietly; shows the output only when it failed. */
export async function runQuietly(command, args, what, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  if (result.status === 0) return result.stdout;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  const cause = result.error ? `: ${result.error.message}` : '';
  throw new Error(`${what} failed${cause}`);
}

export function canRun(command, args = ['--version']) {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/** A tool of this project, by its script: spawning node itself works the same on every system. */
export function tool(packagePath) {
  return path.join(root, 'node_modules', packagePath);
}
