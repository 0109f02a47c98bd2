import type { CostLine } from '../../shared/domain/cost.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { outcomeOf } from '../../shared/domain/outcome.ts';
import type { AppStatus, TodayFigures } from '../../shared/domain/status.ts';
import type { Clock } from '../base/clock.ts';

const nothing: TodayFigures = {
  requests: 0,
  failed: 0,
  blocked: 0,
  streaming: 0,
  unpriced: 0,
  spentNanoUsd: 0,
  baselineNanoUsd: 0,
  savedNanoUsd: 0,
};

/** What the status says of today besides what the store sums up: requests per provider and the last error. */
export class TodayCounts {
  readonly #clock: Clock;
  #requests = new Map<string, number>();
  #day: string;
  #isStale = true;
  figures: TodayFigures = nothing;
  lastError: AppStatus['lastError'] = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#day = this.#today();
  }

  /** From an earlier start today: sums per provider, and rows newest first. */
  begin(lines: readonly CostLine[], rows: readonly ExchangeRow[]): void {
    this.#requests = new Map(
      lines.flatMap(({ provider, requests }) => (provider === null ? [] : [[provider, requests]])),
    );
    const today = this.#today();
    const failed = rows.find(
      (row) => toLastError(row) !== null && new Date(row.startedAt).toDateString() === today,
    );
    this.lastError = failed === undefined ? null : toLastError(failed);
  }

  /** Everything was deleted. */
  forget(): void {
    this.#requests.clear();
    this.lastError = null;
    this.figures = nothing;
    this.#isStale = true;
  }

  ended(row: ExchangeRow): void {
    this.#turnDay();
    this.#isStale = true;
    if (row.provider !== null)
      this.#requests.set(row.provider, (this.#requests.get(row.provider) ?? 0) + 1);
    this.lastError = toLastError(row) ?? this.lastError;
  }

  /** True once when something ended, or the day turned, since the last call; the caller then reads the figures. */
  takeStale(): boolean {
    this.#turnDay();
    const wasStale = this.#isStale;
    this.#isStale = false;
    return wasStale;
  }

  requests(): Readonly<Record<string, number>> {
    this.#turnDay();
    return Object.fromEntries(this.#requests);
  }

  #turnDay(): void {
    const today = this.#today();
    if (today === this.#day) return;
    this.#day = today;
    this.forget();
  }

  #today(): string {
    return new Date(this.#clock.now()).toDateString();
  }
}

function toLastError(row: ExchangeRow): AppStatus['lastError'] {
  const isError = row.state === 'failed' || row.state === 'cut' || row.state === 'refused';
  // Whoever replays is looking at it: its failure is no news.
  if (!isError || row.replay !== undefined) return null;
  return {
    exchangeId: row.id,
    at: row.startedAt + (row.durationMs ?? 0),
    model: row.sentModel ?? row.askedModel,
    outcome: outcomeOf(row),
  };
}
