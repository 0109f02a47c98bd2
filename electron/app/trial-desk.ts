import type { Configuration } from '../../shared/domain/configuration.ts';
import type { PastTrial, TrialDays, TrialProgress } from '../../shared/domain/past-trial.ts';
import type { Profile } from '../../shared/domain/rule.ts';
import type { Clock } from '../base/clock.ts';
import type { TrialCursor, TrialSlice, TrialSliceQuery } from '../storage/past-requests.ts';
import { addTrials, noSums } from '../traffic/past-trial.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The newest so many are tried: some ten seconds of the storage thread. */
const MAX_REQUESTS = 300_000;

export interface TrialDeskDependencies {
  readonly configuration: () => Configuration;
  /** The providers that a lock lets through. */
  readonly findLocal: (configuration: Configuration) => Promise<readonly string[]>;
  readonly trySlice: (query: TrialSliceQuery) => Promise<TrialSlice>;
  readonly onProgress: (progress: TrialProgress) => void;
  readonly clock: Clock;
}

/** "Try on past traffic": one at a time, slice by slice in the storage thread, so that it can be stopped at any slice. */
export class TrialDesk {
  readonly #dependencies: TrialDeskDependencies;
  #current: AbortController | null = null;

  constructor(dependencies: TrialDeskDependencies) {
    this.#dependencies = dependencies;
  }

  /** null: it was stopped, or another one began. Rejects when the store does not answer. */
  async run(saved: Profile, draft: Profile, days: TrialDays): Promise<PastTrial | null> {
    this.stop();
    const mine = new AbortController();
    this.#current = mine;
    try {
      return await this.#run(saved, draft, days, mine.signal);
    } finally {
      if (this.#current === mine) this.#current = null;
    }
  }

  stop(): void {
    this.#current?.abort();
    this.#current = null;
  }

  async #run(
    saved: Profile,
    draft: Profile,
    days: TrialDays,
    signal: AbortSignal,
  ): Promise<PastTrial | null> {
    const { clock, findLocal, onProgress, trySlice } = this.#dependencies;
    const configuration = this.#dependencies.configuration();
    const localProviders = draft.lock === null ? [] : await findLocal(configuration);
    const question = { draft, saved, configuration, localProviders };
    const to = clock.now();
    const from = to - days * DAY_MS;
    let sums = noSums;
    let of = 0;
    let after: TrialCursor | null = null;
    const isStopped = (): boolean => signal.aborted;
    do {
      if (isStopped()) return null;
      const slice: TrialSlice = await trySlice({ question, from, to, after });
      sums = addTrials([sums, slice.sums]);
      of = slice.of ?? of;
      after = slice.next;
      if (!isStopped() && after !== null) onProgress({ done: sums.requests, of });
    } while (after !== null && sums.requests < MAX_REQUESTS);
    if (isStopped()) return null;
    return { from, to, ...addTrials([sums], true), isCut: after !== null };
  }
}
