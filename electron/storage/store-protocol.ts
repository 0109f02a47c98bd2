import type { ModelHealth } from '../../shared/domain/answer-health.ts';
import type { CostSummary } from '../../shared/domain/cost.ts';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import type { TodayFigures } from '../../shared/domain/status.ts';
import type { RuleHits } from '../../shared/domain/rule-hits.ts';
import type { FilterTerm } from '../../shared/domain/traffic-filter.ts';
import type { RawBodies } from '../traffic/bodies.ts';
import type { BodyLimits } from './body-table.ts';
import type { CostQuery } from './cost-summary.ts';
import type { TrialSlice, TrialSliceQuery } from './past-requests.ts';
import type { OpenNote } from './database.ts';
import type { StoredExchange } from './exchange-columns.ts';
import type { RowQuery } from './exchanges.ts';

/** What passes between main and the storage worker: one reply per request, in order. */
export interface StoreOperations {
  readonly open: {
    /** `isAgain`: this process had the file open before, so what it left open is still running. */
    readonly input: { readonly file: string; readonly pid: number; readonly isAgain: boolean };
    readonly output: { readonly note: OpenNote | null; readonly isReadOnly: boolean };
  };
  readonly put: { readonly input: readonly StoredExchange[]; readonly output: null };
  readonly list: { readonly input: RowQuery; readonly output: readonly ExchangeRow[] };
  /** Which of the ids. */
  readonly matching: {
    readonly input: { readonly ids: readonly string[]; readonly terms: readonly FilterTerm[] };
    readonly output: readonly string[];
  };
  readonly detail: { readonly input: string; readonly output: ExchangeDetail | null };
  readonly costSummary: { readonly input: CostQuery; readonly output: CostSummary };
  readonly modelHealth: { readonly input: number; readonly output: readonly ModelHealth[] };
  readonly today: { readonly input: number; readonly output: TodayFigures };
  readonly hits: {
    readonly input: { readonly profileId: string; readonly from: number };
    readonly output: Readonly<Record<string, RuleHits>>;
  };
  readonly trySlice: { readonly input: TrialSliceQuery; readonly output: TrialSlice };
  readonly putBodies: {
    readonly input: {
      readonly exchangeId: string;
      readonly bodies: RawBodies;
      readonly limits: BodyLimits;
    };
    readonly output: null;
  };
  readonly bodies: { readonly input: string; readonly output: ExchangeBodies | null };
  readonly readBodies: { readonly input: RawBodies; readonly output: ExchangeBodies };
  readonly trimBodies: { readonly input: BodyLimits; readonly output: null };
  /** How many there were. */
  readonly deleteBodies: { readonly input: null; readonly output: number };
  /** How many rows were folded; fewer than the limit: no more. */
  readonly fold: {
    readonly input: { readonly before: number; readonly limit: number };
    readonly output: number;
  };
  /** How many requests there were. */
  readonly deleteEverything: { readonly input: null; readonly output: number };
  readonly close: { readonly input: null; readonly output: null };
}
export type StoreOperation = keyof StoreOperations;

export type StoreRequest = {
  readonly [O in StoreOperation]: {
    readonly id: number;
    readonly operation: O;
    readonly input: StoreOperations[O]['input'];
  };
}[StoreOperation];

export type StoreReply =
  | { readonly id: number; readonly ok: true; readonly output: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly message: string;
      readonly code: string | null;
      /** The file turned out to be damaged: it was set aside, and what comes next goes to a fresh one. */
      readonly renewed: OpenNote | null;
    };

/** The way to the store's other side: a worker thread, or the same class in this thread (tests). */
export interface StoreChannel {
  post(request: StoreRequest): void;
  onReply(listener: (reply: StoreReply) => void): void;
  /** The other side is gone; nothing will be answered any more. */
  onGone(listener: (because: string) => void): void;
  terminate(): Promise<void>;
}

/** Makes the other side, and makes it again when it died. */
export type StoreConnector = () => StoreChannel;
