import type { GatewayErrorCode } from '../../../shared/domain/gateway-error.ts';
import type { Obstacle } from './obstacles.ts';

export interface BreakerLimits {
  /** Failures in a row that open a circuit. */
  readonly breakerFailures: number;
  /** A failure older than this no longer counts. */
  readonly breakerMemoryMs: number;
  /** How long a circuit stays open the first time; it doubles while probes fail. */
  readonly breakerOpenMs: number;
  readonly breakerMaxOpenMs: number;
}

interface Circuit {
  lastFailure: GatewayErrorCode;
  failures: number;
  lastFailureAt: number;
  /** Monotonic ms; null while closed. Past: half-open, one probe may go. */
  openUntil: number | null;
  opens: number;
  isProbing: boolean;
}

/**
 * One circuit per provider and model: closed, open after failures in a row, half-open when its time is over. A half-open
 * circuit lets one attempt through; its end closes the circuit or opens it for twice as long.
 */
export class CircuitBreakers {
  readonly #limits: BreakerLimits;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #circuits = new Map<string, Circuit>();

  constructor(limits: BreakerLimits, now: () => number, random: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#random = random;
  }

  state(name: string): 'closed' | 'open' | 'half-open' {
    const openUntil = this.#circuits.get(name)?.openUntil ?? null;
    if (openUntil === null) return 'closed';
    return openUntil > this.#now() ? 'open' : 'half-open';
  }

  failures(name: string): number {
    return this.#circuits.get(name)?.failures ?? 0;
  }

  lastFailure(name: string): GatewayErrorCode | null {
    return this.#circuits.get(name)?.lastFailure ?? null;
  }

  /** Never binding: when every target's circuit is open, asking is still better than giving up. */
  obstacle(name: string): Obstacle | null {
    const circuit = this.#circuits.get(name);
    if (circuit?.openUntil == null) return null;
    const now = this.#now();
    if (circuit.openUntil <= now && !circuit.isProbing) return null;
    return { why: 'circuit-open', until: Math.max(circuit.openUntil, now), isBinding: false };
  }

  /** An attempt begins: in a half-open circuit it is the probe. */
  enter(name: string): void {
    const circuit = this.#circuits.get(name);
    if (circuit !== undefined && this.state(name) === 'half-open') circuit.isProbing = true;
  }

  succeeded(name: string): void {
    this.#circuits.delete(name);
  }

  failed(name: string, failure: GatewayErrorCode): void {
    const now = this.#now();
    const circuit = this.#circuits.get(name) ?? newCircuit(now, failure);
    this.#circuits.set(name, circuit);
    if (now - circuit.lastFailureAt > this.#limits.breakerMemoryMs) circuit.failures = 0;
    circuit.failures += 1;
    circuit.lastFailureAt = now;
    circuit.lastFailure = failure;
    const isHalfOpen = circuit.openUntil !== null && circuit.openUntil <= now;
    const isTooMuch =
      circuit.openUntil === null && circuit.failures >= this.#limits.breakerFailures;
    if (isHalfOpen || isTooMuch) this.#open(circuit, now);
    circuit.isProbing = false;
  }

  /** It ended in a way that says nothing about the target: the client left, or a key was the trouble. */
  released(name: string): void {
    const circuit = this.#circuits.get(name);
    if (circuit !== undefined) circuit.isProbing = false;
  }

  names(): readonly string[] {
    return [...this.#circuits.keys()];
  }

  clear(isMeant: (name: string) => boolean): void {
    for (const name of this.names()) if (isMeant(name)) this.#circuits.delete(name);
  }

  #open(circuit: Circuit, now: number): void {
    const { breakerOpenMs, breakerMaxOpenMs } = this.#limits;
    const openMs = Math.min(breakerOpenMs * 2 ** circuit.opens, breakerMaxOpenMs);
    // A tenth more or less, so that circuits that opened together do not probe together.
    circuit.openUntil = now + openMs * (0.9 + 0.2 * this.#random());
    circuit.opens += 1;
  }
}

function newCircuit(now: number, lastFailure: GatewayErrorCode): Circuit {
  return {
    lastFailure,
    failures: 0,
    lastFailureAt: now,
    openUntil: null,
    opens: 0,
    isProbing: false,
  };
}
