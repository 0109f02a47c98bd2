import type { GatewayErrorCode } from './gateway-error.ts';

/** Why a target or a key is not asked for now, or why a conversation left its target. */
export const obstacleReasons = [
  'circuit-open',
  'rate-limited',
  'overloaded',
  'key-refused',
  'budget-spent',
  'context-too-small',
  'rule-changed',
  'failed',
] as const;
export type ObstacleReason = (typeof obstacleReasons)[number];
/** `recovered`: a target that stands earlier in a failover chain can be asked again. */
export type MoveReason = ObstacleReason | 'recovered';

/** Times in epoch ms, or ms where the name says so. */
export interface TargetHealth {
  readonly provider: string;
  readonly model: string;
  readonly circuit: 'closed' | 'open' | 'half-open';
  readonly recentFailures: number;
  /** What the newest of them was; null: none. */
  readonly lastFailure: GatewayErrorCode | null;
  readonly inFlight: number;
  /** Measured and decayed; null: not measured lately. */
  readonly firstTokenMs: number | null;
  readonly obstacle: ObstacleReason | null;
  readonly blockedUntil: number | null;
}

/** Why a refused key is dead: `forbidden` is a right that it lacks, of one model perhaps. */
export type KeyRefusal = 'revoked' | 'no-credit' | 'wrong-region' | 'forbidden';

/** What a vendor said of one of its limits, as of its newest answer. */
export interface LearnedKeyLimit {
  readonly kind: 'requests' | 'tokens';
  /** null: it says what is left, not of how much. */
  readonly limit: number | null;
  readonly remaining: number;
  readonly resetsAt: number;
}

export interface KeyHealth {
  readonly provider: string;
  readonly keyId: string;
  /** null: the obstacle stands for every model. */
  readonly model: string | null;
  readonly requestsLastMinute: number;
  readonly tokensLastMinute: number;
  readonly inFlight: number;
  readonly obstacle: ObstacleReason | null;
  /** Only with the obstacle `key-refused`. */
  readonly refusal: KeyRefusal | null;
  readonly blockedUntil: number | null;
  /** Per model, as vendors count; those whose time is over are left out. */
  readonly learned: readonly LearnedKeyLimit[];
}

/** What the gateway has learned of its targets and keys since it started or was reset. No secret in it. */
export interface GatewayHealth {
  readonly targets: readonly TargetHealth[];
  readonly keys: readonly KeyHealth[];
}
