import { Worker } from 'node:worker_threads';
import type { FileAnswer, FileOperation, FileOperations, FileTask } from './file-protocol.ts';

/** A file of 64 MiB is some four times that while it is taken apart; one that needs more is given up, not the app. */
const MAX_HEAP_MIB = 768;
const ANSWER_MS = 60_000;

/** Reads or writes one file of requests off main's loop; ended with the file. */
export class FileThread {
  readonly #worker: Worker;
  readonly #timeoutMs: number;
  readonly #waiting = new Map<number, (answer: FileAnswer) => void>();
  #tasks = 0;
  #gone: string | null = null;

  constructor(script: URL, timeoutMs = ANSWER_MS) {
    this.#timeoutMs = timeoutMs;
    this.#worker = new Worker(script, {
      name: 'file',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    this.#worker.on('message', (answer: FileAnswer) => {
      this.#waiting.get(answer.id)?.(answer);
    });
    this.#worker.on('error', (error: unknown) => {
      const isFull = (error as { readonly code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#give(isFull ? 'The file needs more memory than is given to it' : String(error));
    });
    this.#worker.on('exit', () => {
      this.#give('The file was closed');
    });
    this.#worker.unref();
  }

  /** Rejects with words for the user. */
  ask<O extends FileOperation>(
    operation: O,
    input: FileOperations[O]['input'],
  ): Promise<FileOperations[O]['output']> {
    if (this.#gone !== null) return Promise.reject(new Error(this.#gone));
    this.#tasks += 1;
    const id = this.#tasks;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#give(`The file took longer than ${String(Math.round(this.#timeoutMs / 1000))} s`);
        void this.#worker.terminate();
      }, this.#timeoutMs).unref();
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (answer.ok) resolve(answer.output as FileOperations[O]['output']);
        else reject(new Error(answer.message));
      });
      this.#worker.postMessage({ id, operation, input } satisfies FileTask);
    });
  }

  async end(): Promise<void> {
    this.#give('The file was closed');
    await this.#worker.terminate();
  }

  #give(because: string): void {
    this.#gone ??= because;
    for (const [id, settle] of [...this.#waiting]) settle({ id, ok: false, message: because });
  }
}

export function fileThread(): FileThread {
  return new FileThread(new URL('./file-worker.js', import.meta.url));
}
