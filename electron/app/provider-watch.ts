import type { AttemptEnded, AttemptStarted, ExchangeObserver } from '../gateway/observer.ts';
import type { Clock } from '../base/clock.ts';

/** As many failures in a row, the last within this time, make a provider unwell. */
const failuresUntilUnwell = 3;
const forgetAfterMs = 5 * 60_000;

interface Standing {
  readonly failures: number;
  readonly at: number;
}

/** Counts failures in a row per provider, for the `degraded` state. It decides nothing about routes. */
export class ProviderWatch implements ExchangeObserver {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #standings = new Map<string, Standing>();
  /** Provider of the attempt under way, per exchange; removed when the exchange ends. */
  readonly #attempts = new Map<string, string>();

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** The first of `providers` that keeps failing; null when all are well. */
  failing(providers: ReadonlySet<string>): string | null {
    const since = this.#clock.now() - forgetAfterMs;
    for (const [provider, standing] of this.#standings) {
      if (standing.at < since) this.#standings.delete(provider);
      else if (standing.failures >= failuresUntilUnwell && providers.has(provider)) return provider;
    }
    return null;
  }

  /** What was counted against a provider; a person says that it is well again. */
  forget(provider: string): void {
    if (this.#standings.delete(provider)) this.#onChange();
  }

  onAttempt(event: AttemptStarted): void {
    this.#attempts.set(event.exchangeId, event.provider);
  }

  onAttemptEnd(event: AttemptEnded): void {
    const provider = this.#attempts.get(event.exchangeId);
    // What the client asked wrongly, what was given up, and what a lock forbade say nothing about the provider.
    const isNotIts = event.error?.retry === 'stop' || event.error?.code === 'blocked-by-lock';
    if (provider === undefined || isNotIts) return;
    const before = this.#standings.get(provider)?.failures ?? 0;
    if (event.error === null) this.#standings.delete(provider);
    else this.#standings.set(provider, { failures: before + 1, at: event.at });
    const isUnwell = event.error !== null && before + 1 >= failuresUntilUnwell;
    if (isUnwell !== before >= failuresUntilUnwell) this.#onChange();
  }

  onEnd(event: { readonly exchangeId: string }): void {
    this.#attempts.delete(event.exchangeId);
  }

  onStart(): void {
    // Only attempts say how a provider is.
  }
  onRouted(): void {
    // As above.
  }
  onResponseStart(): void {
    // As above.
  }
  onEvent(): void {
    // As above.
  }
}
