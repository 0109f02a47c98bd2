// Runs a command where only loopback is, so that nothing it starts can reach anybody.
import { canRun } from './process.mjs';

const START = 'ip link set lo up && exec "$@"';

/** As root at once; else as root of a user namespace. */
const WAYS = [
  ['unshare', '-n'],
  ['unshare', '-n', '-r'],
];

/** The command's words, put into a network of its own. */
export function inOwnNetwork(words) {
  const way = WAYS.find(([command, ...flags]) =>
    canRun(command, [...flags, 'ip', 'link', 'set', 'lo', 'up']),
  );
  if (way === undefined) {
    throw new Error(
      'these tests need `unshare -n` and `ip` (Debian: util-linux, iproute2), so that nothing leaves loopback',
    );
  }
  return [...way, 'sh', '-c', START, '_', ...words];
}
