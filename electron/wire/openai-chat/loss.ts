import type { Dropped } from '../../../shared/wire/dropped.ts';

/** Collects what does not reach the upstream, once per path. */
export class LossReport {
  readonly #entries = new Map<string, Dropped>();

  add(path: string, why: string): void {
    if (!this.#entries.has(path)) this.#entries.set(path, { path, why });
  }

  get dropped(): readonly Dropped[] {
    return [...this.#entries.values()];
  }
}
