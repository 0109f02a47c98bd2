import { basename } from 'node:path';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ModelHealth } from '../../shared/domain/answer-health.ts';
import type { CostGrouping, CostSummary } from '../../shared/domain/cost.ts';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import { dayStart } from '../../shared/domain/local-day.ts';
import type { StoreState, TodayFigures } from '../../shared/domain/status.ts';
import type { FilterTerm } from '../../shared/domain/traffic-filter.ts';
import { baselinePrice } from '../../shared/pricing/baseline.ts';
import { pricesDate } from '../../shared/pricing/lookup.ts';
import type { RuleHits } from '../../shared/domain/rule-hits.ts';
import { systemClock, type Clock } from '../base/clock.ts';
import { silentLogger, type Logger } from '../base/logger.ts';
import type { RawBodies } from '../traffic/bodies.ts';
import { BodyQueue } from './body-queue.ts';
import type { BodyLimits } from './body-table.ts';
import type { OpenNote } from './database.ts';
import type { StoredExchange } from './exchange-columns.ts';
import type { RowQuery } from './exchanges.ts';
import { workerChannel } from './store-channel.ts';
import type { TrialSlice, TrialSliceQuery } from './past-requests.ts';
import { codeOf, isFull, isPassing, TIMED_OUT } from './store-error.ts';
import { StoreLink } from './store-link.ts';
import type { StoreConnector } from './store-protocol.ts';
import { WriteQueue } from './write-queue.ts';

/** Traffic, usage and costs on disk. Reads reject when the store is gone, busy or too slow; writes never wait. */
export interface ExchangeStore {
  /** What opening found: a newer file (then nothing is written), or a malformed one that was moved aside. */
  readonly note: OpenNote | null;
  /** Exchanges that ended and are not kept: too many waited, the file is read-only, or the store is gone. */
  readonly droppedRows: number;
  /** How it stands now; `onState` tells of changes. */
  readonly state: StoreState;
  /** Queued and written in batches; a later row of an exchange replaces the earlier one. Never throws, never waits. */
  put(exchanges: readonly (StoredExchange | ExchangeDetail)[]): void;
  /** Newest first; `before` is the `startedAt` of the last row so far. */
  list(page: RowQuery): Promise<readonly ExchangeRow[]>;
  /** Of these ids, those of rows for which every term holds. */
  matching(ids: readonly string[], terms: readonly FilterTerm[]): Promise<readonly string[]>;
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
  /** Everything put before is on disk when it resolves, counted as dropped, or waits for a disk that has no room. */
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
  readonly channel?: StoreConnector;
  /** Left out: `RESTART_DELAYS_MS`. */
  readonly restartDelaysMs?: readonly number[];
  /** Left out: ten seconds. */
  readonly retryMs?: number;
  /** Another condition, or more dropped. */
  readonly onState?: (state: StoreState) => void;
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
  const state = (): StoreState =>
    stateOf(link, troubles, { dropped: queue.dropped, droppedBodies: bodyQueue.dropped });
  const report = (): void => {
    options.onState?.(state());
  };
  const troubles: Troubles = { rows: null, bodies: null };
  const written = (what: keyof Troubles) => (error: unknown) => {
    const before = troubles[what];
    troubles[what] = troubleOf(error);
    if (troubles[what] !== before) report();
  };
  const link = await StoreLink.open({
    file: options.file,
    connect:
      options.channel ?? (() => workerChannel(new URL('./storage-worker.js', import.meta.url))),
    ...(options.restartDelaysMs === undefined ? {} : { restartDelaysMs: options.restartDelaysMs }),
    logger,
    onChange: () => {
      if (link.state === 'stopped') queue.giveUp('the store has stopped');
      if (link.state === 'open') void flush();
      report();
    },
  });
  const told = { rows: '', bodies: '' };
  /** Each cause is logged once in a row: a busy gateway would fill the log. */
  const notKept = (what: keyof Troubles, because: string, count: number): void => {
    if (because !== told[what])
      logger.log('warn', `storage: ${what} were not kept`, { count, because });
    told[what] = because;
    report();
  };
  const queue = new WriteQueue({
    write: (batch) => link.ask('put', batch),
    // Nobody will take what comes once it has stopped.
    isReadOnly: () => link.isReadOnly || link.state === 'stopped',
    ...(options.retryMs === undefined ? {} : { retryMs: options.retryMs }),
    onWritten: written('rows'),
    onDropped: (count, because) => {
      notKept('rows', because, count);
    },
  });
  const bodyLimits = options.bodyLimits ?? (() => defaultBodyLimits);
  const bodyQueue = new BodyQueue({
    write: (exchangeId, bodies) =>
      link.ask('putBodies', { exchangeId, bodies, limits: bodyLimits() }),
    onWritten: written('bodies'),
    // What comes once it has stopped is dropped by the write that fails.
    isReadOnly: () => link.isReadOnly,
    onDropped: (because) => {
      notKept('bodies', because, 1);
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
    get note() {
      return link.note;
    },
    get droppedRows() {
      return queue.dropped;
    },
    get state() {
      return state();
    },
    put: (exchanges) => {
      queue.put(exchanges);
    },
    list: (page) => read(() => link.ask('list', page)),
    matching: (ids, terms) => read(() => link.ask('matching', { ids, terms })),
    detail: (exchangeId) => read(() => link.ask('detail', exchangeId)),
    putBodies: (exchangeId, bodies) => {
      bodyQueue.put(exchangeId, bodies);
    },
    bodies: (exchangeId) => read(() => link.ask('bodies', exchangeId)),
    readBodies: (bodies) => link.ask('readBodies', bodies),
    trimBodies: async () => {
      if (!link.isReadOnly) await link.ask('trimBodies', bodyLimits());
    },
    deleteBodies: async () => {
      bodyQueue.clear();
      return read(() => link.ask('deleteBodies', null));
    },
    fold: async (before) => {
      if (link.isReadOnly) return 0;
      for (let folded = 0; ;) {
        const count = await link.ask('fold', { before, limit: FOLD_ROWS });
        folded += count;
        if (count < FOLD_ROWS) return folded;
      }
    },
    deleteEverything: async () => {
      bodyQueue.clear();
      return read(() => link.ask('deleteEverything', null));
    },
    costSummary: ({ from, to, groupBy, baseline, providers = [] }) =>
      read(() =>
        link.ask('costSummary', {
          from,
          to,
          groupBy,
          baseline: { model: baseline.model, price: baselinePrice(baseline, providers) },
          pricesDate,
        }),
      ),
    modelHealth: (from) => read(() => link.ask('modelHealth', from)),
    today: (from) => read(() => link.ask('today', from)),
    hits: (profileId) => read(() => link.ask('hits', { profileId, from: dayStart(clock.now()) })),
    trySlice: (query) => read(() => link.ask('trySlice', query)),
    flush,
    close: async () => {
      await Promise.all([queue.close(), bodyQueue.flush()]);
      try {
        await link.ask('close', null);
      } finally {
        await link.end('The store is closed');
      }
    },
  };
}

type Trouble = 'full' | 'failing';
interface Troubles {
  rows: Trouble | null;
  bodies: Trouble | null;
}

/** What a write says of the disk. Of a thread that died, or rows that are wrong, it says nothing. */
function troubleOf(error: unknown): Trouble | null {
  if (isFull(error)) return 'full';
  const isOfDisk = isPassing(error) && !(codeOf(error) ?? '').startsWith('STORE_');
  return isOfDisk || codeOf(error) === TIMED_OUT ? 'failing' : null;
}

function stateOf(
  link: StoreLink,
  troubles: Troubles,
  dropped: Pick<StoreState, 'dropped' | 'droppedBodies'>,
): StoreState {
  const { note } = link;
  const condition =
    link.state === 'open'
      ? link.isReadOnly
        ? 'newer'
        : (troubles.rows ?? troubles.bodies ?? 'working')
      : link.state;
  const setAside = note?.kind === 'set-aside' ? basename(note.movedTo) : null;
  return { condition, ...dropped, setAside };
}
