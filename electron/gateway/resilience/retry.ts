import type { GatewayError, GatewayErrorCode } from '../../../shared/domain/gateway-error.ts';

export interface RetryLimits {
  /** Further attempts at the last target of a chain, when nobody else can be asked. */
  readonly sameTargetRetries: number;
  /** Longest first pause before such an attempt; it doubles, and the real one is a random part of it. */
  readonly retryBackoffMs: number;
  /** Longest pause, and longest `retry-after` that is waited for inside one request. */
  readonly retryWaitMs: number;
  /** Nothing is tried again once a request has lasted this long. */
  readonly retryTotalMs: number;
}

/** Failures that may be over a moment later. A timeout is not among them: the client has waited long enough. */
const transient = new Set<GatewayErrorCode>([
  'upstream-failed',
  'upstream-overloaded',
  'upstream-unreachable',
  'truncated',
]);

/**
 * How long to wait (ms) before the same target is asked again; null: not worth it, or not allowed. Pure. `random` is in
 * [0, 1); `elapsedMs` since the request began. Only for failures of which the client has seen nothing.
 */
export function retryPauseMs(
  error: GatewayError,
  retriesDone: number,
  elapsedMs: number,
  random: number,
  limits: RetryLimits,
): number | null {
  if (retriesDone >= limits.sameTargetRetries || error.shouldRetry === false) return null;
  const told = error.retryAfterSeconds;
  const isLimited = error.code === 'upstream-rate-limited' && told !== undefined;
  if (!transient.has(error.code) && !isLimited) return null;
  const backoffMs = Math.min(limits.retryBackoffMs * 2 ** retriesDone, limits.retryWaitMs);
  const pauseMs = (told ?? 0) * 1000 + backoffMs * (0.5 + random / 2);
  const isTooLong = (told ?? 0) * 1000 > limits.retryWaitMs;
  return isTooLong || elapsedMs + pauseMs > limits.retryTotalMs ? null : pauseMs;
}

const CAPACITY = 10;
const EARNED_PER_EXCHANGE = 0.2;

/**
 * The gateway's one budget for asking the same target again: ten at once, then one for five requests. When an upstream
 * is down for everybody, retries then add a fifth to its load and do not multiply it.
 */
export class RetryBudget {
  #left = CAPACITY;

  earn(): void {
    this.#left = Math.min(CAPACITY, this.#left + EARNED_PER_EXCHANGE);
  }

  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
