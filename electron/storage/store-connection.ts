import type { OpenNote } from './database.ts';
import type {
  StoreChannel,
  StoreOperation,
  StoreOperations,
  StoreReply,
  StoreRequest,
} from './store-protocol.ts';
import { GONE, StoreError, TIMED_OUT } from './store-error.ts';

const ANSWER_TIMEOUT_MS = 10_000;
/** Migrating, deleting everything (the file is written anew) and summing up a million requests take longer. */
const LONG_ANSWER_TIMEOUT_MS = 60_000;
const longOperations = new Set<StoreOperation>([
  ...(['open', 'costSummary', 'deleteBodies', 'deleteEverything'] as const),
]);
/** More questions than this at once means that something asks in a loop. */
const MAX_PENDING = 64;

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export interface StoreListeners {
  /** Once, when the other side ended by itself. */
  readonly onGone: (because: string) => void;
  /** Damage was met, and a fresh file took the place of the damaged one. */
  readonly onRenewed: (note: OpenNote) => void;
}

/** Questions to the store's other side: each is answered, times out, or fails when that side is gone. */
export class StoreConnection {
  readonly #channel: StoreChannel;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners: StoreListeners;
  #nextId = 1;
  #goneBecause: string | null = null;

  constructor(channel: StoreChannel, listeners: StoreListeners) {
    this.#channel = channel;
    this.#listeners = listeners;
    channel.onReply((reply) => {
      this.#settle(reply);
    });
    channel.onGone((because) => {
      if (this.#goneBecause !== null) return;
      this.end(because);
      listeners.onGone(because);
    });
  }

  ask<O extends StoreOperation>(
    operation: O,
    input: StoreOperations[O]['input'],
  ): Promise<StoreOperations[O]['output']> {
    if (this.#goneBecause !== null) return Promise.reject(new StoreError(this.#goneBecause, GONE));
    if (this.#pending.size >= MAX_PENDING) {
      return Promise.reject(new StoreError('The store has too many questions waiting'));
    }
    const id = this.#nextId;
    this.#nextId += 1;
    const timeoutMs = longOperations.has(operation) ? LONG_ANSWER_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
    return new Promise<StoreOperations[O]['output']>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(
          new StoreError(`The store did not answer "${operation}" in ${timeoutMs} ms`, TIMED_OUT),
        );
      }, timeoutMs);
      // The reply to an operation has that operation's output: the worker runs the same table of types.
      this.#pending.set(id, { resolve: resolve as (output: unknown) => void, reject, timer });
      this.#channel.post({ id, operation, input } as StoreRequest);
    });
  }

  /** Fails what waits and everything later. */
  end(because: string): void {
    this.#goneBecause ??= because;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new StoreError(because, GONE));
    }
    this.#pending.clear();
  }

  #settle(reply: StoreReply): void {
    if (!reply.ok && reply.renewed !== null) this.#listeners.onRenewed(reply.renewed);
    const pending = this.#pending.get(reply.id);
    // It timed out before: nobody waits for it any more.
    if (pending === undefined) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    if (reply.ok) pending.resolve(reply.output);
    else pending.reject(new StoreError(reply.message, reply.code));
  }
}
