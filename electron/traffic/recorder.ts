import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ExchangeDetail, ExchangeRow } from '../../shared/domain/exchange.ts';
import type { BodyCapture } from '../../shared/domain/bodies.ts';
import type { ExchangeObserver } from '../gateway/observer.ts';
import type { RawBodies } from './bodies.ts';
import { tariffOf } from './exchange-cost.ts';
import { HeldBytes } from './body-hold.ts';
import { ExchangeRecord, type ExchangeSummary } from './exchange-record.ts';
import { systemSchedule, type Schedule } from './live-feed.ts';

export interface RecorderOptions {
  readonly configuration: () => Configuration;
  /** A row as it stands now: at every change of state, while it streams at most every 200 ms, and what came last. */
  readonly onRow: (row: ExchangeRow) => void;
  /** Of which exchanges bodies are kept; left out: none. Asked when an exchange begins. */
  readonly capture?: () => BodyCapture;
  /** After `onEnd`, for those that are kept. */
  readonly onBodies?: (row: ExchangeRow, bodies: RawBodies) => void;
  /** Once per exchange, after its last `onRow`; ready for the store. */
  readonly onEnd: (row: ExchangeRow, summary: ExchangeSummary) => void;
  /** Left out: a timer. */
  readonly schedule?: Schedule;
}

export interface Recorder extends ExchangeObserver {
  /** With events, while the exchange is among those kept in memory; else null (then the store knows the rest). */
  detail(exchangeId: string): ExchangeDetail | null;
  /** What there is of a running exchange; null when nothing is captured, or it has ended. */
  bodies(exchangeId: string): RawBodies | null;
  /** What has ended is forgotten; what runs goes on. */
  forget(): void;
  /** Newest first. */
  rows(limit: number): readonly ExchangeRow[];
}

const ROW_INTERVAL_MS = 200;
const MAX_ENDED_DETAILS = 200;
/** All ended details together; long streams push out older ones sooner. */
const MAX_ENDED_BYTES = 32 * 1024 * 1024;
const MAX_ENDED_ROWS = 1000;
/** The gateway allows 512 at once; more would mean that ends were missed. */
const MAX_RUNNING = 2048;

/** Builds rows and details from what the observer hears. All times are the gateway's. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { configuration, onRow, onEnd, schedule = systemSchedule } = options;
  const running = new Map<string, ExchangeRecord>();
  const lastShownAt = new Map<string, number>();
  const ended = new EndedRecords();
  const held = new HeldBytes();
  /** Grew too soon after they were shown, and when; shown all the same if nothing follows. */
  const unshown = new Map<string, number>();
  let isScheduled = false;

  const show = (record: ExchangeRecord, at: number): void => {
    unshown.delete(record.row.id);
    lastShownAt.set(record.row.id, at);
    onRow(record.row);
  };
  const showLater = (exchangeId: string, at: number): void => {
    unshown.set(exchangeId, at);
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      for (const [id, grownAt] of [...unshown]) {
        const record = running.get(id);
        if (record === undefined) unshown.delete(id);
        else show(record, grownAt);
      }
    }, ROW_INTERVAL_MS);
  };
  const change = (
    { exchangeId, at }: { readonly exchangeId: string; readonly at: number },
    apply: (record: ExchangeRecord) => void,
  ): void => {
    const record = running.get(exchangeId);
    if (record === undefined) return;
    apply(record);
    show(record, at);
  };

  return {
    onStart: (event) => {
      const record = new ExchangeRecord(event);
      running.set(event.exchangeId, record);
      if (running.size > MAX_RUNNING) forgetOldest(running, lastShownAt);
      show(record, event.at);
    },
    onRequest: (event) => {
      const capture = options.capture?.() ?? 'off';
      if (capture !== 'off') running.get(event.exchangeId)?.captureBodies(event, capture, held);
    },
    onAnswer: ({ exchangeId, text }) => {
      running.get(exchangeId)?.answered(text);
    },
    onRouted: (event) => {
      change(event, (record) => {
        record.routed(event);
      });
    },
    onAttempt: (event) => {
      change(event, (record) => {
        record.attempted(event, tariffOf(configuration(), event.provider, event.model));
      });
    },
    onAttemptEnd: (event) => {
      change(event, (record) => {
        record.attemptEnded(event);
      });
    },
    onResponseStart: (event) => {
      change(event, (record) => {
        record.responded(event);
      });
    },
    onEvent: ({ exchangeId, at, event }) => {
      const record = running.get(exchangeId);
      if (record === undefined) return;
      record.observed(event, at);
      if (at - (lastShownAt.get(exchangeId) ?? 0) >= ROW_INTERVAL_MS) show(record, at);
      else showLater(exchangeId, at);
    },
    onUpstreamFrame: (event) => {
      running.get(event.exchangeId)?.upstreamFrame(event);
    },
    onEnd: (event) => {
      const record = running.get(event.exchangeId);
      if (record === undefined) return;
      running.delete(event.exchangeId);
      lastShownAt.delete(event.exchangeId);
      record.ended(event);
      ended.add(record);
      onRow(record.row);
      onEnd(record.row, record.summary());
      const bodies = record.takeBodies();
      if (bodies !== null) options.onBodies?.(record.row, bodies);
    },
    bodies: (exchangeId) => running.get(exchangeId)?.rawBodies() ?? null,
    detail: (exchangeId) => (running.get(exchangeId) ?? ended.find(exchangeId))?.detail() ?? null,
    forget: () => {
      ended.clear();
    },
    rows: (limit) =>
      [...[...running.values()].map((record) => record.row), ...ended.rows()]
        .sort((a, b) => b.startedAt - a.startedAt)
        .slice(0, limit),
  };
}

function forgetOldest(running: Map<string, ExchangeRecord>, shown: Map<string, number>): void {
  const [oldest] = running.keys();
  if (oldest === undefined) return;
  running.get(oldest)?.releaseBodies();
  running.delete(oldest);
  shown.delete(oldest);
}

/** What ended last, bounded in number and in memory; a row outlives its detail. */
class EndedRecords {
  readonly #records = new Map<string, ExchangeRecord>();
  readonly #rows = new Map<string, ExchangeRow>();
  #bytes = 0;

  add(record: ExchangeRecord): void {
    const { row } = record;
    this.#bytes -= this.#records.get(row.id)?.bytes ?? 0;
    this.#records.set(row.id, record);
    this.#rows.set(row.id, row);
    this.#bytes += record.bytes;
    for (const [id, oldest] of this.#records) {
      const isWithin = this.#records.size <= MAX_ENDED_DETAILS && this.#bytes <= MAX_ENDED_BYTES;
      if (isWithin || id === row.id) break;
      this.#records.delete(id);
      this.#bytes -= oldest.bytes;
    }
    const [first] = this.#rows.keys();
    if (this.#rows.size > MAX_ENDED_ROWS && first !== undefined) this.#rows.delete(first);
  }

  clear(): void {
    this.#records.clear();
    this.#rows.clear();
    this.#bytes = 0;
  }

  find(id: string): ExchangeRecord | undefined {
    return this.#records.get(id);
  }

  rows(): readonly ExchangeRow[] {
    return [...this.#rows.values()];
  }
}
