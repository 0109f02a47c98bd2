import { dayStart } from '../../shared/domain/local-day.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ExchangeStore } from '../storage/store.ts';

/** Often enough that a day is folded soon after it is too old, in an app that stays open for weeks. */
const EVERY_MS = 60 * 60 * 1000;

export interface UpkeepOptions {
  readonly store: Pick<ExchangeStore, 'fold' | 'trimBodies'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keepRowsDays: () => number;
  readonly onFolded: () => void;
}

/**
 * Keeps what is stored within the user's limits: when it is told to, and every hour. One run at a time; told to while it
 * runs, it runs once more. Failing is logged and tried again.
 */
export function startUpkeep(options: UpkeepOptions): { run(): void; stop(): void } {
  const { store, clock, logger, keepRowsDays, onFolded } = options;
  let isRunning = false;
  let isWantedAgain = false;
  const keepUp = async (): Promise<void> => {
    try {
      await store.trimBodies();
      if ((await store.fold(dayStart(clock.now(), -keepRowsDays()))) > 0) onFolded();
    } catch (error) {
      logger.log('warn', 'old traffic was not folded', { error: String(error) });
    }
  };
  const run = (): void => {
    // What it was told to do may be about limits that the run under way has read before they changed.
    isWantedAgain = isRunning;
    if (isRunning) return;
    isRunning = true;
    void keepUp().then(() => {
      isRunning = false;
      if (isWantedAgain) run();
    });
  };
  const timer = setInterval(run, EVERY_MS);
  timer.unref();
  return {
    run,
    stop: () => {
      isWantedAgain = false;
      clearInterval(timer);
    },
  };
}
