// npm ci, only when the lock file changed since the last time.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root, run, say } from './process.mjs';

const stamp = path.join(root, 'node_modules', '.switchyard-lock');

export async function ensureDependencies() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) return;
  if (
    !fs.existsSync(stamp) &&
    fs.existsSync(path.join(root, 'node_modules', '.package-lock.json'))
  ) {
    // Someone ran npm ci or npm install already; a lock older than that install needs no second one.
    const installed = fs.statSync(path.join(root, 'node_modules', '.package-lock.json')).mtimeMs;
    if (fs.statSync(path.join(root, 'package-lock.json')).mtimeMs <= installed) {
      fs.writeFileSync(stamp, hash);
      return;
    }
  }
  say('installing dependencies (npm ci)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const code = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error('npm ci failed; the lines above say why');
  fs.writeFileSync(stamp, hash);
}
