import { Worker } from 'node:worker_threads';

/** Counts the prompt of a Messages body in our own unit. null: it could not, and the rough estimate has to serve. */
export interface PromptCounter {
  count(body: Uint8Array): Promise<number | null>;
  close(): Promise<void>;
}

export interface CountTask {
  readonly id: number;
  readonly body: Uint8Array;
}
export interface CountAnswer {
  readonly id: number;
  readonly tokens: number | null;
}

const TIMEOUT_MS = 5_000;
const MAX_WAITING = 16;

/** Counts in a thread of its own, started with the first count: a MB of text takes some 50 ms of one core. */
export function createPromptCounter(
  script = new URL('./count-worker.js', import.meta.url),
  timeoutMs = TIMEOUT_MS,
): PromptCounter {
  let thread: CountThread | null = null;
  return {
    count: (body) => {
      if (thread === null || thread.isGone) thread = new CountThread(script, timeoutMs);
      return thread.count(body);
    },
    close: async () => {
      await thread?.end();
    },
  };
}

class CountThread {
  isGone = false;
  readonly #worker: Worker;
  readonly #timeoutMs: number;
  readonly #waiting = new Map<number, (tokens: number | null) => void>();
  #nextId = 0;

  constructor(script: URL, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#worker = new Worker(script, { name: 'count' });
    this.#worker.on('message', ({ id, tokens }: CountAnswer) => {
      this.#waiting.get(id)?.(tokens);
    });
    this.#worker.on('error', () => {
      this.#give();
    });
    this.#worker.on('exit', () => {
      this.#give();
    });
    // A thread that only waits must not keep a finished command line alive.
    this.#worker.unref();
  }

  count(body: Uint8Array): Promise<number | null> {
    if (this.#waiting.size >= MAX_WAITING) return Promise.resolve(null);
    this.#nextId += 1;
    const id = this.#nextId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        // Whatever it is stuck in, the next count gets a fresh thread.
        void this.end();
      }, this.#timeoutMs).unref();
      this.#waiting.set(id, (tokens) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(tokens);
      });
      this.#worker.postMessage({ id, body } satisfies CountTask);
    });
  }

  async end(): Promise<void> {
    this.#give();
    await this.#worker.terminate();
  }

  /** Nobody waits for a thread that is gone. */
  #give(): void {
    this.isGone = true;
    for (const resolve of [...this.#waiting.values()]) resolve(null);
  }
}
