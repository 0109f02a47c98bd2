// npm run e2e:network: what leaves the machine under a lock, in networks that the tests make themselves.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inOwnNetwork } from './lib/own-network.mjs';
import { run, say, tool } from './lib/process.mjs';

/** Names are asked of the test's own name server; files of the machine stay as they are outside this mount namespace. */
const OWN_NAMES =
  'for f in resolv.conf nsswitch.conf hosts; do [ ! -e /etc/$f ] || mount --bind "$0/$f" /etc/$f || exit 97; done; exec "$@"';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-network-'));
const vitest = [
  process.execPath,
  tool('vitest/vitest.mjs'),
  'run',
  '-c',
  'vitest.network.config.ts',
];
const words = [...vitest, ...process.argv.slice(2)];
try {
  fs.writeFileSync(
    path.join(folder, 'resolv.conf'),
    'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n',
  );
  fs.writeFileSync(path.join(folder, 'nsswitch.conf'), 'hosts: files dns\n');
  fs.writeFileSync(path.join(folder, 'hosts'), '');
  process.exitCode = await runInside();
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

async function runInside() {
  const env = { ...process.env, SWITCHYARD_NETWORK: 'own' };
  let command;
  try {
    command = inOwnNetwork(['sh', '-c', OWN_NAMES, folder, ...words], { mounts: true });
  } catch (error) {
    say(`skipped, since networks cannot be made here: ${error.message}`);
    return run(words[0], words.slice(1), { env: { ...process.env, SWITCHYARD_NETWORK: 'none' } });
  }
  return run(command[0], command.slice(1), { env });
}
