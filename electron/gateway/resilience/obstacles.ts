import type { KeyRefusal, ObstacleReason } from '../../../shared/domain/gateway-health.ts';

/** Something that speaks against asking a target or a key now. Times are monotonic ms. */
export interface Obstacle {
  readonly why: ObstacleReason;
  readonly until: number;
  /** The vendor's or the user's own word: obeyed even when nothing else is left. Else it is our guess, and only a guess. */
  readonly isBinding: boolean;
  /** Of a refused key. */
  readonly refusal?: KeyRefusal;
}

/** The obstacle that stands longest; a binding one before any guess. */
export function heavier(one: Obstacle | null, other: Obstacle | null): Obstacle | null {
  if (one === null || other === null) return one ?? other;
  if (one.isBinding !== other.isBinding) return one.isBinding ? one : other;
  return one.until >= other.until ? one : other;
}

/** The obstacle that is out of the way first; a guess before any binding one. */
export function lighter(one: Obstacle | null, other: Obstacle | null): Obstacle | null {
  if (one === null || other === null) return null;
  return heavier(one, other) === one ? other : one;
}

const MAX_NAMES = 2_000;

/** Cool-downs and keys set aside, by name, until their time is over. Bounded: the oldest is forgotten first. */
export class Obstacles {
  readonly #now: () => number;
  readonly #byName = new Map<string, Obstacle>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(name: string): Obstacle | null {
    const obstacle = this.#byName.get(name);
    if (obstacle === undefined) return null;
    if (obstacle.until > this.#now()) return obstacle;
    this.#byName.delete(name);
    return null;
  }

  /** A shorter word never undoes a longer one. */
  add(name: string, obstacle: Obstacle): void {
    const kept = heavier(this.get(name), obstacle) ?? obstacle;
    this.#byName.delete(name);
    this.#byName.set(name, kept);
    const [oldest] = this.#byName.keys();
    if (this.#byName.size > MAX_NAMES && oldest !== undefined) this.#byName.delete(oldest);
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  names(): readonly string[] {
    return [...this.#byName.keys()].filter((name) => this.get(name) !== null);
  }

  clear(isMeant: (name: string) => boolean): void {
    for (const name of [...this.#byName.keys()]) if (isMeant(name)) this.#byName.delete(name);
  }
}
