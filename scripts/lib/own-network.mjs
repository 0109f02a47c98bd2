// Runs a command where only loopback is, so that nothing it starts can reach anybody.
import { canRun } from './process.mjs';

const START = 'ip link set lo up && exec "$@"';

/** As root at once; else as root of a user namespace. */
const WAYS = [
  ['unshare', '-n'],
  ['unshare', '-n', '-r'],
];

/** The command's words, put into a network of its own, and with `mounts` where what it mounts is its own too. */
export function inOwnNetwork(words, { mounts = false } = {}) {
  const ways = WAYS.map((way) => (mounts ? [...way, '-m'] : way));
  const way = ways.find(([command, ...flags]) =>
    canRun(command, [...flags, 'ip', 'link', 'set', 'lo', 'up']),
  );
  if (way === undefined) {
    throw new Error(
      'these tests need `unshare -n` and `ip` (Debian: util-linux, iproute2), so that nothing leaves loopback',
    );
  }
  return [...way, 'sh', '-c', START, '_', ...words];
}
