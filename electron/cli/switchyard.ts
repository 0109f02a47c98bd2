#!/usr/bin/env node
import { homedir } from 'node:os';
import { version } from '../../package.json';
import { FAILED } from './command.ts';
import { main } from './main.ts';

/** Sockets that are still closing must not keep a finished command alive for longer than this. */
const EXIT_DELAY_MS = 500;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second one is meant: no more waiting for streams. `code` leaves Ctrl+C to claude, however often.
    if (stopping.signal.aborted && process.argv[2] !== 'code') process.exit(FAILED);
    stopping.abort(signal);
  });
}
// `switchyard … | head` is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(
  process.argv.slice(2),
  {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    env: process.env,
    signal: stopping.signal,
    machine: { platform: process.platform, env: process.env, home: homedir() },
    folder: process.cwd(),
  },
  version,
);
setTimeout(() => process.exit(), EXIT_DELAY_MS).unref();
