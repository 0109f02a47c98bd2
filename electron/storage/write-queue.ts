import { isEnded, type ExchangeDetail } from '../../shared/domain/exchange.ts';
import type { StoredExchange } from './exchange-columns.ts';
import { isPassing } from './store-error.ts';

/** Rows gather for this long, so that a busy gateway costs a few transactions a second. */
const GATHER_MS = 200;
/** Exchanges that wait at most; beyond it rows are dropped and counted. */
export const MAX_QUEUED = 5000;
/** One message to the worker stays small enough not to be felt in this thread. */
const BATCH_ROWS = 200;
/** Until what could not be written is tried again: a disk gets room, a file gets free. */
const RETRY_MS = 10_000;

export interface WriteQueueOptions {
  readonly write: (batch: readonly StoredExchange[]) => Promise<unknown>;
  readonly isReadOnly: () => boolean;
  /** null: written. */
  readonly onWritten: (error: unknown) => void;
  /** Exchanges that will not be kept: those that ended, as one that runs comes again. */
  readonly onDropped: (count: number, because: string) => void;
  readonly retryMs?: number;
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
      if (this.#isClosed || this.#options.isReadOnly() || isFull) {
        this.#drop([exchange], isFull ? 'too many wait' : 'nothing is written');
        continue;
      }
      this.#queued.set(id, { ...earlier, ...withoutEvents(exchange) });
    }
    if (this.#queued.size === 0 || this.#timer !== null || this.#isClosed) return;
    this.#flushLater(GATHER_MS);
  }

  #flushLater(ms: number): void {
    this.#timer = setTimeout(() => {
      void this.flush();
    }, ms);
    this.#timer.unref();
  }

  /** Resolves when everything put so far was written or dropped, or has to wait for room; never rejects. */
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
        this.#options.onWritten(null);
      } catch (error) {
        this.#options.onWritten(error);
        if (isPassing(error) && !this.#isClosed && !this.#options.isReadOnly()) {
          this.#putBack(batch);
          return;
        }
        this.#drop(batch, error instanceof Error ? error.message : String(error));
      }
    }
  }

  /** In front of what came since, which is newer. Never more than the queue holds and one batch. */
  #putBack(batch: readonly StoredExchange[]): void {
    const since = this.#queued;
    this.#queued = new Map(batch.map((exchange) => [exchange.row.id, exchange]));
    for (const [id, exchange] of since)
      this.#queued.set(id, { ...this.#queued.get(id), ...exchange });
    if (this.#timer === null) this.#flushLater(this.#options.retryMs ?? RETRY_MS);
  }

  /** What waits is given up: nobody will take it any more. */
  giveUp(because: string): void {
    this.#drop([...this.#queued.values()], because);
    this.#queued.clear();
  }

  #drop(exchanges: readonly (StoredExchange | ExchangeDetail)[], because: string): void {
    const count = exchanges.filter(({ row }) => isEnded(row.state)).length;
    if (count === 0) return;
    this.#dropped += count;
    this.#options.onDropped(count, because);
  }
}

/** Events are many and stay in memory; what is not stored is counted. */
function withoutEvents(exchange: StoredExchange | ExchangeDetail): StoredExchange {
  if (!('events' in exchange)) return exchange;
  const { events, eventsLost, upstreamEvents: _, upstreamEventsLost: __, ...kept } = exchange;
  return { ...kept, eventsLost: eventsLost + events.length };
}
