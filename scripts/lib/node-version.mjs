import { fail } from './process.mjs';

const MINIMUM = [20, 19];

/** Vite needs 20.19; the app itself runs on 20.18. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  fail(
    `Node ${process.versions.node} is too old; install Node ${MINIMUM.join('.')} or newer (22 or 24 LTS) and run this again`,
  );
}
