import type { Strategy } from '../../../shared/domain/rule.ts';

/** A target of a chain and what its strategy may look at. null: not known. */
export interface Candidate {
  readonly weight: number;
  readonly inFlight: number;
  /** For this request, in whatever unit; only compared. */
  readonly price: number | null;
  /** Measured time to the first token; null: not measured lately. */
  readonly firstTokenMs: number | null;
}

/**
 * The order in which a chain is tried, as indices. Pure and total: every index once. `turn` counts the chain's requests.
 * Ties keep the chain's own order. What has no price comes last; what was not measured yet comes first, to be measured.
 */
export function orderChain(
  strategy: Strategy,
  chain: readonly Candidate[],
  turn: number,
): readonly number[] {
  const indices = chain.map((_, index) => index);
  switch (strategy) {
    case 'failover':
      return indices;
    case 'round-robin':
      return indices.map((index) => (index + turn) % chain.length);
    case 'weighted':
      return startingAt(weightedPick(chain, turn), indices);
    case 'least-busy':
      return sortedBy(indices, (index) => chain[index]?.inFlight ?? 0);
    case 'cheapest':
      return sortedBy(indices, (index) => chain[index]?.price ?? Number.POSITIVE_INFINITY);
    case 'fastest':
      return sortedBy(indices, (index) => chain[index]?.firstTokenMs ?? -1);
  }
}

function startingAt(first: number, indices: readonly number[]): readonly number[] {
  return [...indices.filter((index) => index === first), ...indices.filter((i) => i !== first)];
}

function sortedBy(indices: readonly number[], value: (index: number) => number): readonly number[] {
  return [...indices].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    return one === other ? a - b : one - other;
  });
}

const MAX_CYCLE = 1_000;

/**
 * Smooth weighted round robin (nginx): shares are exact over each cycle and spread within it. Weights are brought to
 * whole numbers first, so that a cycle has at most about a thousand turns.
 */
function weightedPick(chain: readonly Candidate[], turn: number): number {
  const weights = wholeWeights(chain.map(({ weight }) => weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return 0;
  const current = weights.map(() => 0);
  let picked = 0;
  for (let round = 0; round <= turn % total; round += 1) {
    weights.forEach((weight, index) => {
      current[index] = (current[index] ?? 0) + weight;
    });
    picked = current.indexOf(Math.max(...current));
    current[picked] = (current[picked] ?? 0) - total;
  }
  return picked;
}

function wholeWeights(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const isWhole = weights.every((weight) => Number.isInteger(weight)) && sum <= MAX_CYCLE;
  const factor = isWhole ? 1 : 100 / sum;
  const whole = weights.map((weight) => Math.max(1, Math.round(weight * factor)));
  const shared = whole.reduce(greatestCommonDivisor);
  return whole.map((weight) => weight / shared);
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}

const NEW_SHARE = 0.3;
const STALE_MS = 900_000;
const MAX_NAMES = 1_000;

/** Times to the first token, each new one weighing 30 %; one that is a quarter of an hour old is forgotten. */
export class FirstTokenTimes {
  readonly #now: () => number;
  readonly #times = new Map<string, { readonly ms: number; readonly at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(name: string, ms: number): void {
    const known = this.get(name);
    this.#times.delete(name);
    const decayed = known === null ? ms : known + NEW_SHARE * (ms - known);
    this.#times.set(name, { ms: decayed, at: this.#now() });
    const [oldest] = this.#times.keys();
    if (this.#times.size > MAX_NAMES && oldest !== undefined) this.#times.delete(oldest);
  }

  get(name: string): number | null {
    const known = this.#times.get(name);
    return known === undefined || this.#now() - known.at > STALE_MS ? null : known.ms;
  }

  names(): readonly string[] {
    return [...this.#times.keys()];
  }

  clear(isMeant: (name: string) => boolean): void {
    for (const name of this.names()) if (isMeant(name)) this.#times.delete(name);
  }
}

/** How often each chain was asked. A chain that was edited begins anew. */
export class Turns {
  readonly #turns = new Map<string, number>();

  next(chain: string): number {
    const turn = this.#turns.get(chain) ?? 0;
    this.#turns.delete(chain);
    this.#turns.set(chain, turn + 1);
    const [oldest] = this.#turns.keys();
    if (this.#turns.size > MAX_NAMES && oldest !== undefined) this.#turns.delete(oldest);
    return turn;
  }
}
