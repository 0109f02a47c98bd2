const WINDOW_MS = 60_000;
const SLOT_MS = 1_000;

/** What happened in the last minute, summed by the second: at most 61 entries. Times are monotonic ms. */
export class MinuteWindow {
  #slots: { readonly at: number; amount: number }[] = [];

  add(now: number, amount: number): void {
    if (amount <= 0) return;
    const at = Math.floor(now / SLOT_MS) * SLOT_MS;
    const last = this.#slots.at(-1);
    if (last !== undefined && last.at >= at) last.amount += amount;
    else this.#slots.push({ at, amount });
    this.#forget(now);
  }

  sum(now: number): number {
    this.#forget(now);
    return this.#slots.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** When the sum will have fallen to `most` or less; `now` when it has already. */
  fallsTo(most: number, now: number): number {
    let sum = this.sum(now);
    if (sum <= most) return now;
    for (const { at, amount } of this.#slots) {
      sum -= amount;
      if (sum <= most) return at + SLOT_MS + WINDOW_MS;
    }
    return now + WINDOW_MS;
  }

  /** A second counts until its last moment is a minute ago. */
  #forget(now: number): void {
    while (this.#slots[0] !== undefined && this.#slots[0].at + SLOT_MS + WINDOW_MS <= now) {
      this.#slots.shift();
    }
  }
}
