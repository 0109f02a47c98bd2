import type { AppStatus } from '../../shared/domain/status.ts';

/** Traffic alone tells at most four times a second; a change of state tells at once. */
const trafficIntervalMs = 250;

/** Computes the status once per change and tells everybody the same. */
export class StatusBoard {
  readonly #compute: () => AppStatus;
  readonly #refreshFigures: () => Promise<void>;
  readonly #listeners = new Set<(status: AppStatus) => void>();
  #timer: NodeJS.Timeout | null = null;
  #status: AppStatus | null = null;

  /** `refreshFigures` brings what `compute` reads up to date; it never rejects. */
  constructor(compute: () => AppStatus, refreshFigures: () => Promise<void>) {
    this.#compute = compute;
    this.#refreshFigures = refreshFigures;
  }

  get status(): AppStatus {
    this.#status ??= this.#compute();
    return this.#status;
  }

  onChange(listener: (status: AppStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something other than a figure changed. */
  changed(): void {
    this.#status = this.#compute();
    for (const listener of this.#listeners) listener(this.#status);
  }

  /** A figure changed; many of these make one message. */
  trafficChanged(): void {
    this.#timer ??= setTimeout(() => {
      void this.#refreshFigures().finally(() => {
        this.#timer = null;
        this.changed();
      });
    }, trafficIntervalMs);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#listeners.clear();
  }
}
