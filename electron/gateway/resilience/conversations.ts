import type { MoveReason } from '../../../shared/domain/gateway-health.ts';

/** Where a conversation is at home. */
export interface Held {
  readonly target: string;
  readonly keyId: string | null;
}

/** Why it left its last home. */
export interface Move {
  readonly from: string;
  readonly why: MoveReason;
}

interface Conversation extends Held {
  readonly move: Move | null;
  readonly usedAt: number;
}

/**
 * The target and key of each conversation, so that prompt caches and signatures survive. Bounded: the longest unused is
 * forgotten, and so is one that was silent for `idleMs` (its cache is gone too). Times are monotonic ms.
 */
export class Conversations {
  readonly #now: () => number;
  readonly #most: number;
  readonly #idleMs: number;
  readonly #held = new Map<string, Conversation>();

  constructor(now: () => number, limits: { readonly most: number; readonly idleMs: number }) {
    this.#now = now;
    this.#most = limits.most;
    this.#idleMs = limits.idleMs;
  }

  get size(): number {
    return this.#held.size;
  }

  get(id: string): Held | null {
    const held = this.#held.get(id);
    if (held === undefined) return null;
    if (this.#now() - held.usedAt <= this.#idleMs) return held;
    this.#held.delete(id);
    return null;
  }

  /** Stays, comes, or moves; a move needs its reason. A key alone may change without one. */
  hold(id: string, held: Held, why: MoveReason = 'failed'): void {
    const before = this.get(id);
    const known = this.#held.get(id)?.move ?? null;
    const hasMoved = before !== null && before.target !== held.target;
    const move = hasMoved ? { from: before.target, why } : known;
    this.#held.delete(id);
    this.#held.set(id, { ...held, move, usedAt: this.#now() });
    const [oldest] = this.#held.keys();
    if (this.#held.size > this.#most && oldest !== undefined) this.#held.delete(oldest);
  }

  /** The move that nobody was told of yet; null: none. Asking tells it. */
  takeMove(id: string): Move | null {
    const held = this.#held.get(id);
    if (held?.move == null) return null;
    this.#held.set(id, { ...held, move: null });
    return held.move;
  }

  clear(isMeant: (target: string) => boolean): void {
    for (const [id, { target }] of this.#held) if (isMeant(target)) this.#held.delete(id);
  }
}
