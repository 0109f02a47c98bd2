import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ModelHealth } from '../../shared/domain/answer-health.ts';
import type { CostGrouping, CostSummary } from '../../shared/domain/cost.ts';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import type { TodayFigures } from '../../shared/domain/status.ts';
import { baselinePrice } from '../../shared/pricing/baseline.ts';
import { pricesDate } from '../../shared/pricing/lookup.ts';
import { systemClock, type Clock } from '../base/clock.ts';
import { silentLogger, type Logger } from '../base/logger.ts';
import type { RawBodies } from '../traffic/bodies.ts';
import { BodyQueue } from './body-queue.ts';
import type { BodyLimits } from './body-table.ts';
import type { OpenNote } from './database.ts';
import type { StoredExchange } from './exchange-columns.ts';
import type { RowQuery, RuleHits } from './exchanges.ts';
import { workerChannel } from './store-channel.ts';
import { StoreConnection } from './store-connection.ts';
import type { TrialSlice, TrialSliceQuery } from './past-requests.ts';
import type { StoreChannel } from './store-protocol.ts';
import { WriteQueue } from './write-queue.ts';

/** Traffic, usage and costs on disk. Reads reject when the store is gone, busy or too slow; writes never wait. */
export interface ExchangeStore {
  /** What opening found: a newer file (then nothing is written), or a malformed one that was moved aside. */
  readonly note: OpenNote | null;
  /** Rows that were not kept: queue full, file read-only, disk full or store gone. */
  readonly droppedRows: number;
  /** Queued and written in batches; a later row of an exchange replaces the earlier one. Never throws, never waits. */
  put(exchanges: readonly (StoredExchange | ExchangeDetail)[]): void;
  /** Newest first; `before` is the `startedAt` of the last row so far. */
  list(page: RowQuery): Promise<readonly ExchangeRow[]>;
  /** Without events: those are kept in memory only. */
  detail(exchangeId: string): Promise<ExchangeDetail | null>;
  /** Queued; keys are blanked before anything is written. Never throws, never waits. */
  putBodies(exchangeId: string, bodies: RawBodies): void;
  bodies(exchangeId: string): Promise<ExchangeBodies | null>;
  /** Decodes and blanks bodies of a request that still runs, in the store's thread; nothing is written. */
  readBodies(bodies: RawBodies): Promise<ExchangeBodies>;
  /** After the limits changed. */
  trimBodies(): Promise<void>;
  /** Resolves to how many there were. */
  deleteBodies(): Promise<number>;
  /** Folds rows that began before (epoch ms) into the sums of their days, a slice after the other; resolves to how many. */
  fold(before: number): Promise<number>;
  /** Rows, sums and bodies, so that nothing of them stays in any file. Resolves to how many requests there were. */
  deleteEverything(): Promise<number>;
  /** `from` inclusive, `to` exclusive, epoch ms. `providers` lets the baseline name a configured provider. */
  costSummary(query: {
    readonly from: number;
    readonly to: number;
    readonly groupBy: CostGrouping;
    readonly baseline: Configuration['baseline'];
    readonly providers?: Configuration['providers'];
  }): Promise<CostSummary>;
  /** How each model did since `from` (epoch ms), the most asked first. */
  modelHealth(from: number): Promise<readonly ModelHealth[]>;
  /** Since `from` (epoch ms, the local midnight). */
  today(from: number): Promise<TodayFigures>;
  /** Per rule id of a profile; today counts from the local midnight. */
  hits(profileId: string): Promise<Readonly<Record<string, RuleHits>>>;
  /** One slice of past requests under an edited profile; ask again with `next` until it is null. */
  trySlice(query: TrialSliceQuery): Promise<TrialSlice>;
  /** Everything put before is on disk (or counted as dropped) when it resolves. */
  flush(): Promise<void>;
  /** Flushes and closes; later calls reject. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly file: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Asked at each write; left out: a week and 200 MB. */
  readonly bodyLimits?: () => BodyLimits;
  /** Left out: a worker thread from `storage-worker.js` beside this bundle. Tests pass `inProcessChannel`. */
  readonly channel?: StoreChannel;
}

/** So few that rows that wait to be written wait for some 20 ms only. */
const FOLD_ROWS = 500;

const defaultBodyLimits: BodyLimits = {
  maxAgeMs: 7 * 24 * 60 * 60 * 1000,
  maxBytes: 200 * 1024 * 1024,
};

/** Rejects when the file can be neither opened nor replaced; the gateway runs on without a store. */
export async function openStore(options: StoreOptions): Promise<ExchangeStore> {
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? silentLogger;
  const channel = options.channel ?? workerChannel(new URL('./storage-worker.js', import.meta.url));
  const connection = new StoreConnection(channel);
  const opened = await connection
    .ask('open', { file: options.file, pid: process.pid })
    .catch(async (error: unknown) => {
      await channel.terminate();
      throw error;
    });
  if (opened.note !== null) logger.log('warn', 'storage: opened with a note', { ...opened.note });
  const queue = new WriteQueue({
    write: (batch) => connection.ask('put', batch),
    isReadOnly: opened.isReadOnly,
    onDropped: (count, because) => {
      logger.log('warn', 'storage: rows were not kept', { count, because });
    },
  });
  const bodyLimits = options.bodyLimits ?? (() => defaultBodyLimits);
  const bodyQueue = new BodyQueue({
    write: (exchangeId, bodies) =>
      connection.ask('putBodies', { exchangeId, bodies, limits: bodyLimits() }),
    onDropped: (because) => {
      logger.log('warn', 'storage: bodies were not kept', { because });
    },
  });
  const flush = async (): Promise<void> => {
    await Promise.all([queue.flush(), bodyQueue.flush()]);
  };
  /** A reader sees what was put before it asked. */
  const read = async <T>(ask: () => Promise<T>): Promise<T> => {
    await flush();
    return ask();
  };
  return {
    note: opened.note,
    get droppedRows() {
      return queue.dropped;
    },
    put: (exchanges) => {
      queue.put(exchanges);
    },
    list: (page) => read(() => connection.ask('list', page)),
    detail: (exchangeId) => read(() => connection.ask('detail', exchangeId)),
    putBodies: (exchangeId, bodies) => {
      if (!opened.isReadOnly) bodyQueue.put(exchangeId, bodies);
    },
    bodies: (exchangeId) => read(() => connection.ask('bodies', exchangeId)),
    readBodies: (bodies) => connection.ask('readBodies', bodies),
    trimBodies: async () => {
      if (!opened.isReadOnly) await connection.ask('trimBodies', bodyLimits());
    },
    deleteBodies: async () => {
      bodyQueue.clear();
      return read(() => connection.ask('deleteBodies', null));
    },
    fold: async (before) => {
      if (opened.isReadOnly) return 0;
      for (let folded = 0; ;) {
        const count = await connection.ask('fold', { before, limit: FOLD_ROWS });
        folded += count;
        if (count < FOLD_ROWS) return folded;
      }
    },
    deleteEverything: async () => {
      bodyQueue.clear();
      return read(() => connection.ask('deleteEverything', null));
    },
    costSummary: ({ from, to, groupBy, baseline, providers = [] }) =>
      read(() =>
        connection.ask('costSummary', {
          from,
          to,
          groupBy,
          baseline: { model: baseline.model, price: baselinePrice(baseline, providers) },
          pricesDate,
        }),
      ),
    modelHealth: (from) => read(() => connection.ask('modelHealth', from)),
    today: (from) => read(() => connection.ask('today', from)),
    hits: (profileId) =>
      read(() => connection.ask('hits', { profileId, from: localMidnight(clock.now()) })),
    trySlice: (query) => read(() => connection.ask('trySlice', query)),
    flush,
    close: async () => {
      await Promise.all([queue.close(), bodyQueue.flush()]);
      try {
        await connection.ask('close', null);
      } finally {
        connection.end('The store is closed');
        await channel.terminate();
      }
    },
  };
}

export function localMidnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
