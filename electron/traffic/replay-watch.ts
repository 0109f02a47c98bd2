import { isEnded, type ExchangeRow } from '../../shared/domain/exchange.ts';
import type {
  ReplayPush,
  ReplayRun,
  ReplaySide,
  ReplayTarget,
} from '../../shared/domain/replay.ts';
import type { EventObserved, ExchangeObserver, ExchangeStarted } from '../gateway/observer.ts';
import { systemSchedule, type Schedule } from './live-feed.ts';
import { ReplayAnswer } from './replay-answer.ts';

/** At most four pushes a second: more cannot be read. */
const INTERVAL_MS = 250;

type Figures = Omit<ReplaySide, 'target' | 'blocks' | 'stopReason' | 'isCut'>;

interface Watched {
  readonly sideId: string;
  readonly target: ReplayTarget;
  readonly answer: ReplayAnswer;
  figures: Figures;
}

/**
 * The one replay that is shown: its answers block by block from the observer, its figures from the recorded rows.
 * Pushed only while a view watches; a view that comes later reads `run`.
 */
export class ReplayWatch implements ExchangeObserver {
  readonly #push: (push: ReplayPush) => void;
  readonly #schedule: Schedule;
  #current: { readonly replayId: string; readonly draftId: string } | null = null;
  #sides: readonly Watched[] = [];
  readonly #byExchange = new Map<string, Watched>();
  #isWatched = false;
  #cancelPush: (() => void) | null = null;

  constructor(push: (push: ReplayPush) => void, schedule: Schedule = systemSchedule) {
    this.#push = push;
    this.#schedule = schedule;
  }

  begin(
    run: { readonly replayId: string; readonly draftId: string },
    sides: readonly { readonly sideId: string; readonly target: ReplayTarget }[],
    at: number,
  ): void {
    this.end();
    this.#current = run;
    this.#sides = sides.map((side) => ({
      ...side,
      answer: new ReplayAnswer(),
      figures: { ...noFigures, startedAt: at },
    }));
  }

  /** Forgets the run; what is under way goes on unseen. */
  end(): void {
    this.#current = null;
    this.#sides = [];
    this.#byExchange.clear();
    this.#cancelPush?.();
    this.#cancelPush = null;
  }

  watch(isWatched: boolean): void {
    this.#isWatched = isWatched;
    if (isWatched) return;
    this.#cancelPush?.();
    this.#cancelPush = null;
  }

  /** Whole; pushes go on from here. */
  run(): ReplayRun | null {
    if (this.#current === null) return null;
    return {
      ...this.#current,
      sides: this.#sides.map((side) => {
        side.answer.markAllPushed();
        return { ...headOf(side), blocks: side.answer.blocks() };
      }),
    };
  }

  isRunning(place: number): boolean {
    const side = this.#sides[place];
    return side !== undefined && !isEnded(side.figures.state);
  }

  /** It never became an exchange, so no row will tell. */
  failed(sideId: string, state: 'failed' | 'cancelled', message: string, at: number): void {
    const side = this.#sides.find((each) => each.sideId === sideId);
    if (side === undefined || isEnded(side.figures.state)) return;
    const durationMs = at - side.figures.startedAt;
    const errorCode = state === 'cancelled' ? 'cancelled-here' : null;
    side.figures = { ...side.figures, state, errorCode, errorMessage: message, durationMs };
    this.#changed();
  }

  row(row: ExchangeRow): void {
    const side = this.#byExchange.get(row.id);
    if (side === undefined) return;
    const figures = figuresOf(row);
    // Rows come a few times a second; the first token was seen already.
    side.figures = { ...figures, firstTokenMs: figures.firstTokenMs ?? side.figures.firstTokenMs };
    this.#changed();
  }

  onStart({ exchangeId, replay }: ExchangeStarted): void {
    const side = this.#sides.find(({ sideId }) => sideId === replay?.id);
    if (side === undefined) return;
    this.#byExchange.set(exchangeId, side);
    side.figures = { ...side.figures, exchangeId };
  }

  onEvent({ exchangeId, at, event }: EventObserved): void {
    const side = this.#byExchange.get(exchangeId);
    if (side === undefined) return;
    side.answer.push(event);
    const { firstTokenMs, startedAt } = side.figures;
    if (firstTokenMs === null && event.type === 'content_block_delta') {
      side.figures = { ...side.figures, firstTokenMs: at - startedAt };
    }
    this.#changed();
  }

  onRouted(): void {
    // The row tells.
  }
  onAttempt(): void {
    // As above.
  }
  onAttemptEnd(): void {
    // As above.
  }
  onResponseStart(): void {
    // As above.
  }
  onEnd(): void {
    // As above.
  }

  #changed(): void {
    if (!this.#isWatched) return;
    this.#cancelPush ??= this.#schedule(() => {
      this.#cancelPush = null;
      this.#flush();
    }, INTERVAL_MS);
  }

  #flush(): void {
    if (this.#current === null) return;
    this.#push({
      replayId: this.#current.replayId,
      sides: this.#sides.map((side) => ({ ...headOf(side), blocks: side.answer.takeChanges() })),
    });
  }
}

function headOf({ target, answer, figures }: Watched): Omit<ReplaySide, 'blocks'> {
  return { ...figures, target, stopReason: answer.stopReason, isCut: answer.isCut };
}

/** What a side shows of its row. */
export function figuresOf(row: ExchangeRow): Figures {
  return {
    exchangeId: row.id,
    startedAt: row.startedAt,
    state: row.state,
    firstTokenMs: row.firstTokenMs,
    durationMs: row.durationMs,
    usage: row.usage,
    outputSoFar: row.outputSoFar,
    costNanoUsd: row.costNanoUsd,
    priceBasis: row.priceBasis,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
  };
}

const noFigures: Omit<Figures, 'startedAt'> = {
  exchangeId: null,
  state: 'waiting',
  firstTokenMs: null,
  durationMs: null,
  usage: null,
  outputSoFar: 0,
  costNanoUsd: null,
  priceBasis: null,
  errorCode: null,
  errorMessage: null,
};
