import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '../../../shared/base/result.ts';
import { gatewayError, type GatewayError } from '../../../shared/domain/gateway-error.ts';
import type { SignatureOrigins } from '../../wire/anthropic-messages/signature-origins.ts';
import type { BodyAnswer, BodyResult, BodyTask, ReadBody } from './body-protocol.ts';
import type { ReadContext, RequestOutline } from './read-request.ts';
import { clientGone, type RequestBody } from './request-body.ts';
import type { BodyOrder, WrittenBody } from './write-request.ts';

/** A thread that parses, classifies and writes bodies that would hold up every stream. */
export interface BodyThread {
  /** Starts it, so that its first body finds it warm. Without this the first body starts it. */
  start(): void;
  /** `bytes` in shared memory are read where they lie; others are copied. */
  open(bytes: Uint8Array, origins: SignatureOrigins): RequestBody;
  close(): Promise<void>;
}

/** 64 MiB take some two seconds; a busy machine and a few bodies before it make it more. */
const TIMEOUT_MS = 60_000;
const MAX_WAITING = 64;

export function createBodyThread(
  script = new URL('./body-worker.js', import.meta.url),
  timeoutMs = TIMEOUT_MS,
): BodyThread {
  let thread: RunningThread | null = null;
  let bodies = 0;
  const current = (): RunningThread => {
    if (thread === null || thread.isGone) thread = new RunningThread(script, timeoutMs);
    return thread;
  };
  return {
    start: current,
    open: (bytes, origins) => {
      bodies += 1;
      return new ThreadBody(bodies, bytes, origins, current);
    },
    close: async () => {
      await thread?.end();
    },
  };
}

type Question =
  | { readonly kind: 'read'; readonly context: ReadContext }
  | {
      readonly kind: 'write';
      readonly order: BodyOrder;
      readonly known: ReturnType<SignatureOrigins['known']>;
    };

class ThreadBody implements RequestBody {
  readonly #bodyId: number;
  readonly #bytes: Uint8Array;
  readonly #origins: SignatureOrigins;
  readonly #thread: () => RunningThread;
  #asked: RunningThread | null = null;
  #signatures: readonly string[] = [];

  constructor(
    bodyId: number,
    bytes: Uint8Array,
    origins: SignatureOrigins,
    thread: () => RunningThread,
  ) {
    this.#bodyId = bodyId;
    this.#bytes = bytes;
    this.#origins = origins;
    this.#thread = thread;
  }

  async read(
    context: ReadContext,
    signal: AbortSignal,
  ): Promise<Result<RequestOutline, GatewayError>> {
    const read = await this.#ask<ReadBody>({ kind: 'read', context }, signal);
    if (!read.ok) return read;
    this.#signatures = read.value.signatures;
    return ok(read.value.outline);
  }

  write(order: BodyOrder, signal: AbortSignal): Promise<Result<WrittenBody, GatewayError>> {
    const known = this.#origins.known(this.#signatures);
    return this.#ask({ kind: 'write', order, known }, signal);
  }

  release(): void {
    this.#asked?.tell({ kind: 'release', bodyId: this.#bodyId });
  }

  /** The kind of question decides what is answered. */
  #ask<T>(question: Question, signal: AbortSignal): Promise<Result<T, GatewayError>> {
    this.#asked = this.#thread();
    const task = { ...question, bodyId: this.#bodyId, bytes: this.#bytes };
    return this.#asked.ask(task, signal) as Promise<Result<T, GatewayError>>;
  }
}

type Settle = (answer: BodyResult | Error) => void;

class RunningThread {
  isGone = false;
  readonly #worker: Worker;
  readonly #timeoutMs: number;
  readonly #waiting = new Map<number, Settle>();
  #tasks = 0;

  constructor(script: URL, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#worker = new Worker(script, { name: 'bodies' });
    this.#worker.on('message', (answer: BodyAnswer) => {
      const settled = 'result' in answer ? answer.result : new Error(answer.fault);
      this.#waiting.get(answer.taskId)?.(settled);
    });
    this.#worker.on('error', (error) => {
      this.#give(`its thread failed (${error instanceof Error ? error.message : 'no reason'})`);
    });
    this.#worker.on('exit', () => {
      this.#give('its thread ended');
    });
    // A thread that only waits must not keep a finished command line alive.
    this.#worker.unref();
  }

  /** Rejects where the thread failed at it by a mistake of ours; whatever else went wrong is an error for the client. */
  ask(
    task: Question & { readonly bodyId: number; readonly bytes: Uint8Array },
    signal: AbortSignal,
  ): Promise<BodyResult> {
    if (signal.aborted) return Promise.resolve(clientGone());
    if (this.#waiting.size >= MAX_WAITING) {
      const words = `Switchyard has ${MAX_WAITING} large requests to read already`;
      const error = gatewayError('too-many-exchanges', words, { retryAfterSeconds: 1 });
      return Promise.resolve(err(error));
    }
    this.#tasks += 1;
    const taskId = this.#tasks;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        settle(clientGone());
      };
      const timer = setTimeout(() => {
        // Whatever it is stuck in, the next body gets a fresh thread.
        this.#give(`it took longer than ${Math.round(this.#timeoutMs / 1000)} s`);
        void this.#worker.terminate();
      }, this.#timeoutMs).unref();
      const settle: Settle = (answer) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        this.#waiting.delete(taskId);
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      };
      this.#waiting.set(taskId, settle);
      signal.addEventListener('abort', leave, { once: true });
      this.tell({ ...task, taskId });
    });
  }

  tell(task: BodyTask): void {
    this.#worker.postMessage(task);
  }

  async end(): Promise<void> {
    this.#give('Switchyard is stopping');
    await this.#worker.terminate();
  }

  /** Nobody waits for a thread that is gone. */
  #give(why: string): void {
    this.isGone = true;
    const error = gatewayError('internal', `A large request could not be read: ${why}`);
    for (const settle of [...this.#waiting.values()]) settle(err(error));
  }
}
