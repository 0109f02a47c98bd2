import { parentPort } from 'node:worker_threads';
import { countBody } from './count-body.ts';
import type { CountAnswer, CountTask } from './prompt-counter.ts';

/** Entry of the counting thread's own bundle (`count-worker.js`, beside the main bundle). */
parentPort?.on('message', ({ id, body }: CountTask) => {
  parentPort?.postMessage({ id, tokens: countBody(body) } satisfies CountAnswer);
});
