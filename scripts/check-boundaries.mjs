// Runs dependency-cruiser and proves that it saw every source file: with a TypeScript it cannot parse it would
// report "no violations" over zero modules and exit 0.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root, tool } from './lib/process.mjs';

const FOLDERS = ['shared', 'electron', 'renderer', 'e2e'].filter((folder) =>
  fs.existsSync(path.join(root, folder)),
);

const args = [
  tool('dependency-cruiser/bin/dependency-cruise.mjs'),
  '--config',
  '.dependency-cruiser.cjs',
  '--output-type',
  'json',
  ...FOLDERS,
];
const result = spawnSync(process.execPath, args, {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 256 * 1024 * 1024,
});
if (!result.stdout.startsWith('{')) {
  process.stderr.write(result.stdout + result.stderr);
  process.exit(1);
}
const report = JSON.parse(result.stdout);
const seen = new Set(report.modules.map((module) => module.source));
const sources = FOLDERS.flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => /(?<!\.d)\.tsx?$/.test(name)),
);
const unseen = sources.filter((source) => !seen.has(source));
const errors = report.summary.violations.filter((violation) => violation.rule.severity === 'error');
for (const { rule, from, to } of errors) console.error(`${rule.name}: ${from} -> ${to}`);
for (const source of unseen) console.error(`not visited by the checker: ${source}`);
if (errors.length > 0 || unseen.length > 0) process.exit(1);
console.log(`boundaries: ${sources.length} files, no violation`);
