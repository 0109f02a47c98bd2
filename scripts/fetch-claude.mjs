// Fetches the real Claude Code client for the end-to-end test into .cache/claude-code, pinned; prints its path.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, runQuietly } from './lib/process.mjs';

const version = '2.1.329';

/** SWITCHYARD_CLAUDE where it is set; else the pinned one, fetched when it is not there yet. */
export async function ensureClaude() {
  if (process.env.SWITCHYARD_CLAUDE) return process.env.SWITCHYARD_CLAUDE;
  const folder = path.join(root, '.cache', 'claude-code');
  const name = process.platform === 'win32' ? 'claude.cmd' : 'claude';
  const program = path.join(folder, 'node_modules', '.bin', name);
  if (installedVersion(folder) !== version || !fs.existsSync(program)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    const wanted = `@anthropic-ai/claude-code@${version}`;
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts=false',
      wanted,
    ];
    await runQuietly('npm', args, `Fetching ${wanted}`, {
      cwd: folder,
      shell: process.platform === 'win32',
    });
  }
  return program;
}

function installedVersion(folder) {
  try {
    const file = path.join(folder, 'node_modules/@anthropic-ai/claude-code/package.json');
    return JSON.parse(fs.readFileSync(file, 'utf8')).version;
  } catch {
    // Not fetched yet.
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${await ensureClaude()}\n`);
}
