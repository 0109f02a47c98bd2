// node --import loop-delay.mjs PROGRAM: tells the parent, when asked, for how long the program's loop was blocked.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

process.on('message', (question) => {
  if (question !== 'longest block') return;
  process.send({ longestMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS) });
  delay.reset();
});
// Being watched does not keep a program alive.
process.channel?.unref();
