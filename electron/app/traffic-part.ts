import type { ModelHealth } from '../../shared/domain/answer-health.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { CostGrouping, CostSummary } from '../../shared/domain/cost.ts';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import { dayStart } from '../../shared/domain/local-day.ts';
import type { Preferences } from '../../shared/domain/preferences.ts';
import { parseTrafficFilter } from '../../shared/domain/traffic-filter-parse.ts';
import type { AppStatus, StoreState, TodayFigures } from '../../shared/domain/status.ts';
import type { ProfileView, TrafficBatch, TrafficPage } from '../../shared/ipc/contract.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ExchangeObserver } from '../gateway/observer.ts';
import type { BodyLimits } from '../storage/body-table.ts';
import type { TrialSlice, TrialSliceQuery } from '../storage/past-requests.ts';
import type { RowQuery } from '../storage/exchanges.ts';
import { codeOf, GONE, RENEWED } from '../storage/store-error.ts';
import type { StoreConnector } from '../storage/store-protocol.ts';
import { openStore, type ExchangeStore } from '../storage/store.ts';
import { readBodies } from '../traffic/bodies.ts';
import { createLiveFeed } from '../traffic/live-feed.ts';
import { createRecorder } from '../traffic/recorder.ts';
import { startUpkeep } from './traffic-upkeep.ts';
import { keepTraffic } from './traffic-keeping.ts';
import { newestRows, pageOf } from './traffic-rows.ts';
import { withFees } from './cost-fees.ts';
import { TodayCounts } from './today-counts.ts';

/** All that the recorder holds: 1000 that ended and what runs. */
const MAX_FRESH_ROWS = 4096;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Recorder, live feed, storage and costs, as the shell needs them. */
export interface TrafficPart {
  readonly observer: ExchangeObserver;
  list(limit: number, before: number | null): Promise<readonly ExchangeRow[]>;
  /** Those for which the filter's text holds, in memory and kept. */
  page(filter: string, limit: number, before: number | null): Promise<TrafficPage>;
  /** Of these, which have ended, those for which the filter's text holds as they are kept. */
  whichMatch(filter: string, exchangeIds: readonly string[]): Promise<readonly string[]>;
  detail(exchangeId: string): Promise<ExchangeDetail | null>;
  /** null where nothing was captured, or it is no longer kept. */
  bodies(exchangeId: string): Promise<ExchangeBodies | null>;
  deleteBodies(): Promise<number>;
  /** All that was kept, on disk and in memory; what runs goes on. Resolves to how many requests there were. */
  deleteEverything(): Promise<number>;
  /** Capture and limits are read from the preferences anew. */
  preferencesChanged(): void;
  /** Batches are made only while a view watches. */
  watch(active: boolean): void;
  hits(profileId: string): Promise<ProfileView['hits']>;
  requestsToday(): Readonly<Record<string, number>>;
  /** As of the last refresh. */
  today(): TodayFigures;
  lastError(): AppStatus['lastError'];
  store(): StoreState;
  /** Never rejects: figures that can't be had stay as they are. */
  refresh(): Promise<void>;
  /** Of the last so many hours; empty where nothing is kept. */
  modelHealth(hours: number): Promise<readonly ModelHealth[]>;
  summarize(from: number, to: number, groupBy: CostGrouping): Promise<CostSummary>;
  trySlice(query: TrialSliceQuery): Promise<TrialSlice>;
  close(): Promise<void>;
}

export interface TrafficPartOptions {
  readonly file: string;
  readonly configuration: () => Configuration;
  readonly preferences: () => Preferences;
  readonly onBatch: (batch: TrafficBatch) => void;
  readonly onFigures: () => void;
  /** Each row as it changes, whoever watches. */
  readonly onRow?: (row: ExchangeRow) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Left out: a worker thread beside this bundle. */
  readonly channel?: StoreConnector;
}

/** Without its store the gateway runs all the same: rows of this session are shown, costs are not kept. */
export async function openTraffic(options: TrafficPartOptions): Promise<TrafficPart> {
  const { clock, configuration, logger } = options;
  const bodyLimits = (): BodyLimits => {
    const { keepBodiesDays, keepBodiesMegabytes } = options.preferences();
    return { maxAgeMs: keepBodiesDays * DAY_MS, maxBytes: keepBodiesMegabytes * 1024 * 1024 };
  };
  const store = await openStore({
    file: options.file,
    clock,
    logger,
    bodyLimits,
    onState: options.onFigures,
    ...(options.channel === undefined ? {} : { channel: options.channel }),
  }).catch((error: unknown) => {
    logger.log('error', 'traffic is not kept', { error: String(error) });
    return null;
  });
  /** Only where there is no store: it counts by itself. */
  const neverKept = { dropped: 0, droppedBodies: 0 };
  const keeper =
    store === null ? null : keepTraffic(store, () => options.preferences().quietProjects);
  const counts = new TodayCounts(clock);
  const feed = createLiveFeed(options.onBatch);
  const running = new Map<string, ExchangeRow>();
  const recorder = createRecorder({
    configuration,
    onRow: (row) => {
      // Kept at each step, so that a crash leaves a row that says whom it had asked.
      const known = running.get(row.id);
      if (known?.provider !== row.provider || known.state !== row.state) keeper?.row(row);
      running.set(row.id, row);
      feed.row(row);
      options.onRow?.(row);
      // What streams is counted; how far it is, is not.
      if (known === undefined) options.onFigures();
    },
    capture: () => options.preferences().captureBodies,
    onBodies: (row, bodies) => {
      if (keeper === null) neverKept.droppedBodies += 1;
      else keeper.bodies(row, bodies);
    },
    onEnd: (row, detail) => {
      running.delete(row.id);
      if (keeper === null) neverKept.dropped += 1;
      else keeper.ended(row, detail);
      counts.ended(row);
      options.onFigures();
    },
  });
  const upkeep =
    store === null
      ? null
      : startUpkeep({
          store,
          clock,
          logger,
          keepRowsDays: () => options.preferences().keepRowsDays,
          onFolded: options.onFigures,
        });

  const part: TrafficPart = {
    observer: recorder,
    watch: (active) => {
      feed.watch(active);
    },
    list: async (limit, before) => {
      const kept = await keptRows(store, { limit, before });
      const fresh = [...running.values(), ...recorder.rows(limit)];
      return newestRows([...fresh, ...kept], limit, before);
    },
    page: async (filter, limit, before) => {
      const { terms } = parseTrafficFilter(filter, clock.now());
      const kept = await keptRows(store, { limit, before, terms });
      return pageOf(kept, recorder.rows(MAX_FRESH_ROWS), { terms, limit, before });
    },
    whichMatch: (filter, exchangeIds) => {
      const { terms } = parseTrafficFilter(filter, clock.now());
      return unlessAway(async () => (await store?.matching(exchangeIds, terms)) ?? []);
    },
    detail: async (exchangeId) =>
      recorder.detail(exchangeId) ?? (await store?.detail(exchangeId)) ?? null,
    bodies: async (exchangeId) => {
      const running = recorder.bodies(exchangeId);
      if (running === null) return (await store?.bodies(exchangeId)) ?? null;
      // Without a store there is no thread for it; the person waits, and so do streams, for some ms.
      return store === null ? readBodies(running) : store.readBodies(running);
    },
    deleteEverything: async () => {
      recorder.forget();
      const deleted = (await store?.deleteEverything()) ?? 0;
      counts.forget();
      options.onFigures();
      return deleted;
    },
    deleteBodies: async () => (await store?.deleteBodies()) ?? 0,
    preferencesChanged: () => {
      upkeep?.run();
    },
    hits: async (profileId) => (await store?.hits(profileId)) ?? {},
    requestsToday: () => counts.requests(),
    today: () => ({ ...counts.figures, streaming: running.size }),
    lastError: () => counts.lastError,
    store: () => store?.state ?? { condition: 'stopped', ...neverKept, setAside: null },
    refresh: async () => {
      if (store === null || !counts.takeStale()) return;
      try {
        counts.figures = await store.today(dayStart(clock.now()));
      } catch (error) {
        logger.log('warn', "today's figures could not be read", { error: String(error) });
      }
    },
    modelHealth: async (hours) => (await store?.modelHealth(clock.now() - hours * HOUR_MS)) ?? [],
    summarize: async (from, to, groupBy) => {
      if (store === null) throw new Error('Costs are not kept: the store could not be opened');
      return withFees(store, { from, to, groupBy }, configuration(), clock.now());
    },
    trySlice: (query) =>
      store?.trySlice(query) ??
      Promise.reject(new Error('Past traffic is not kept: the store could not be opened')),
    close: async () => {
      feed.dispose();
      upkeep?.stop();
      await store?.close();
    },
  };
  if (store !== null) await readToday(store, counts, options);
  upkeep?.run();
  return part;
}

function keptRows(store: ExchangeStore | null, query: RowQuery): Promise<readonly ExchangeRow[]> {
  return unlessAway(async () => (await store?.list(query)) ?? []);
}

/** None while the store is away: what memory holds is shown all the same, and the state says what is missing. */
async function unlessAway<T>(read: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    if (codeOf(error) === GONE || codeOf(error) === RENEWED) return [];
    throw error;
  }
}

/** What an earlier start today has left. */
async function readToday(
  store: ExchangeStore,
  counts: TodayCounts,
  { clock, configuration, logger }: TrafficPartOptions,
): Promise<void> {
  try {
    const from = dayStart(clock.now());
    const { baseline, providers } = configuration();
    const summary = await store.costSummary({
      from,
      to: clock.now() + 1,
      groupBy: 'provider',
      baseline,
      providers,
    });
    counts.begin(summary.lines, await store.list({ limit: 200, before: null }));
    counts.figures = await store.today(from);
  } catch (error) {
    logger.log('warn', "today's figures could not be read", { error: String(error) });
  }
}
