import type { CostGrouping, CostSummary } from '../../shared/domain/cost.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import type { AppStatus, TodayFigures } from '../../shared/domain/status.ts';
import type { ProfileView, TrafficBatch } from '../../shared/ipc/contract.ts';
import type { ExchangeObserver } from '../gateway/observer.ts';

/** Recorder, live feed, storage and costs, as the shell needs them. */
export interface TrafficPart {
  readonly observers: readonly ExchangeObserver[];
  list(limit: number, before: number | null): readonly ExchangeRow[];
  detail(exchangeId: string): ExchangeDetail | null;
  /** Batches are made only while a view watches. */
  watch(active: boolean): void;
  hits(profileId: string): ProfileView['hits'];
  requestsToday(): Readonly<Record<string, number>>;
  today(): TodayFigures;
  lastError(): AppStatus['lastError'];
  summarize(from: number, to: number, groupBy: CostGrouping): CostSummary;
  close(): Promise<void>;
}

export interface TrafficPartOptions {
  readonly file: string;
  readonly onBatch: (batch: TrafficBatch) => void;
  readonly onFigures: () => void;
}

const nothing = {
  requests: 0,
  failed: 0,
  streaming: 0,
  unpriced: 0,
  spentNanoUsd: 0,
  baselineNanoUsd: 0,
  savedNanoUsd: 0,
};

/** Seam until storage and traffic land. */
export function openTraffic(_options: TrafficPartOptions): TrafficPart {
  return {
    observers: [],
    list: () => [],
    detail: () => null,
    watch: () => undefined,
    hits: () => ({}),
    requestsToday: () => ({}),
    today: () => nothing,
    lastError: () => null,
    summarize: () => {
      throw new Error('Costs are not kept yet');
    },
    close: () => Promise.resolve(),
  };
}
