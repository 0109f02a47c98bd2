import { parentPort } from 'node:worker_threads';
import { StoreCore } from './store-core.ts';
import type { StoreRequest } from './store-protocol.ts';

/** Entry of the storage worker's own bundle (`storage-worker.js`, beside the main bundle). */
const core = new StoreCore(() => Date.now());
parentPort?.on('message', (request: StoreRequest) => {
  parentPort?.postMessage(core.answer(request));
});
