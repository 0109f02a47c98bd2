import { Worker } from 'node:worker_threads';
import { StoreCore } from './store-core.ts';
import { openDatabase } from './database.ts';
import type { StoreChannel, StoreConnector, StoreReply } from './store-protocol.ts';

/** SQLite in a thread of its own: libsql is synchronous and would hold up every stream in this one. */
export function workerChannel(script: URL): StoreChannel {
  const worker = new Worker(script, { name: 'storage' });
  // The store alone must not keep a finished command line alive; `close` waits for it explicitly.
  worker.unref();
  let isEnding = false;
  return {
    post: (request) => {
      worker.postMessage(request);
    },
    onReply: (listener) => {
      worker.on('message', (reply: StoreReply) => {
        listener(reply);
      });
      // Adding a message listener refers to the worker again.
      worker.unref();
    },
    onGone: (listener) => {
      worker.on('error', (error) => {
        listener(error.message);
      });
      worker.on('exit', (code) => {
        if (!isEnding) listener(`the storage thread ended with code ${String(code)}`);
      });
    },
    terminate: async () => {
      isEnding = true;
      await worker.terminate();
    },
  };
}

/** The same class in this thread, answering in a later turn as a worker would. */
export function inProcessChannel(now: () => number, openFile = openDatabase): StoreConnector {
  return () => {
    const core = new StoreCore(now, openFile);
    const listeners: ((reply: StoreReply) => void)[] = [];
    return {
      post: (request) => {
        setImmediate(() => {
          const reply = core.answer(request);
          for (const listener of listeners) listener(reply);
        });
      },
      onReply: (listener) => {
        listeners.push(listener);
      },
      onGone: () => undefined,
      terminate: () => Promise.resolve(),
    };
  };
}
