import type { Logger } from '../base/logger.ts';
import { withTimeout } from '../base/with-timeout.ts';

export type Phase = 'starting' | 'ready' | 'running' | 'stopping';

/** Everything that must end well joins here, where it is made; it ends in reverse order, each within its own time. */
export class Lifecycle {
  readonly #logger: Logger;
  readonly #parts: { readonly name: string; readonly end: () => Promise<void> | void }[] = [];
  readonly #partTimeoutMs: number;
  #phase: Phase = 'starting';
  #ended: Promise<void> | null = null;

  constructor(logger: Logger, partTimeoutMs = 5_000) {
    this.#logger = logger;
    this.#partTimeoutMs = partTimeoutMs;
  }

  get phase(): Phase {
    return this.#phase;
  }

  advance(phase: Exclude<Phase, 'stopping'>): void {
    if (this.#phase !== 'stopping') this.#phase = phase;
  }

  join(name: string, end: () => Promise<void> | void): void {
    this.#parts.push({ name, end });
  }

  /** Ends every part, last made first. A part that fails or hangs does not keep the others. Called twice it waits twice. */
  shutdown(): Promise<void> {
    this.#phase = 'stopping';
    this.#ended ??= this.#endAll();
    return this.#ended;
  }

  async #endAll(): Promise<void> {
    for (const part of this.#parts.toReversed()) {
      try {
        await withTimeout(Promise.resolve(part.end()), this.#partTimeoutMs, part.name);
      } catch (error) {
        this.#logger.log('error', 'a part did not end well', {
          part: part.name,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }
}
