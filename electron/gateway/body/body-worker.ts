import { parentPort } from 'node:worker_threads';
import { BodyDesk, movable } from './body-desk.ts';
import type { BodyTask } from './body-protocol.ts';
import { warmUp } from './warm-up.ts';

/** Entry of the thread's own bundle (`body-worker.js`, beside the main bundle). */
const desk = new BodyDesk();
parentPort?.on('message', (task: BodyTask) => {
  const answer = desk.answer(task);
  if (answer !== null) parentPort?.postMessage(answer, movable(answer));
});
warmUp();
