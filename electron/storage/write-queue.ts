import type { ExchangeDetail } from '../../shared/domain/exchange.ts';
import type { StoredExchange } from './exchange-columns.ts';

/** Rows gather for this long, so that a busy gateway costs a few transactions a second. */
const GATHER_MS = 200;
/** Exchanges that wait at most; beyond it rows are dropped and counted. */
export const MAX_QUEUED = 5000;
/** One message to the worker stays small enough not to be felt in this thread. */
const BATCH_ROWS = 200;

export interface WriteQueueOptions {
  readonly write: (batch: readonly StoredExchange[]) => Promise<unknown>;
  readonly isReadOnly: boolean;
  readonly onDropped: (count: number, because: string) => void;
}

/** Holds rows until the next batch; one batch is under way at a time, and whoever puts never waits. */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  #queued = new Map<string, StoredExchange>();
  #timer: NodeJS.Timeout | null = null;
  #draining: Promise<void> | null = null;
  #isClosed = false;
  #dropped = 0;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
  }

  get dropped(): number {
    return this.#dropped;
  }

  put(exchanges: readonly (StoredExchange | ExchangeDetail)[]): void {
    for (const exchange of exchanges) {
      const { id } = exchange.row;
      const earlier = this.#queued.get(id);
      const isFull = earlier === undefined && this.#queued.size >= MAX_QUEUED;
      if (this.#isClosed || this.#options.isReadOnly || isFull) {
        this.#dropped += 1;
        continue;
      }
      this.#queued.set(id, { ...earlier, ...withoutEvents(exchange) });
    }
    if (this.#queued.size === 0 || this.#timer !== null || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      void this.flush();
    }, GATHER_MS);
    this.#timer.unref();
  }

  /** Resolves when everything put so far was written or dropped; never rejects. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
  }

  async #drain(): Promise<void> {
    while (this.#queued.size > 0) {
      const batch = [...this.#queued.values()].slice(0, BATCH_ROWS);
      for (const { row } of batch) this.#queued.delete(row.id);
      try {
        await this.#options.write(batch);
      } catch (error) {
        this.#dropped += batch.length;
        this.#options.onDropped(
          batch.length,
          error instanceof Error ? error.message : String(error),
        );
      }
    }
  }
}

/** Events are many and stay in memory; what is not stored is counted. */
function withoutEvents(exchange: StoredExchange | ExchangeDetail): StoredExchange {
  if (!('events' in exchange)) return exchange;
  const { events, eventsLost, upstreamEvents: _, upstreamEventsLost: __, ...kept } = exchange;
  return { ...kept, eventsLost: eventsLost + events.length };
}
