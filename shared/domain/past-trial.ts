import type { PriceBasis } from './exchange.ts';

/** How far "Try on past traffic" may look back. */
export const trialDays = [1, 7, 30] as const;
export type TrialDays = (typeof trialDays)[number];

/** Where a request went, or would go. `none`: nowhere, it failed before anybody was asked. */
export interface TrialEnd {
  readonly kind: 'target' | 'native' | 'refused' | 'blocked' | 'too-long' | 'unusable' | 'none';
  /** Of `target` and `unusable` (no such provider, or it has no key). */
  readonly provider: string | null;
  readonly model: string | null;
}

/** Requests that would move alike. Money in nanoUSD, over the `compared` of `requests` with both prices known. */
export interface TrialLine {
  /** Of the edited profile; null: no rule holds. `named`: the request names its target itself. */
  readonly rule: string | null;
  readonly isNamed: boolean;
  readonly from: TrialEnd;
  readonly to: TrialEnd;
  readonly requests: number;
  readonly compared: number;
  readonly spentNanoUsd: number;
  readonly wouldNanoUsd: number;
  /** How the new target is paid; null: nothing is charged there. */
  readonly basis: PriceBasis | null;
}

/**
 * What an edited profile would have done with the routed requests of some days. Every request is in exactly one of
 * `compared`, `unpriced`, `unanswered`, `practice` and `missingFacts`; only the compared ones are in the sums.
 */
export interface PastTrial {
  /** Epoch ms; the end is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  readonly moved: number;
  readonly compared: number;
  /** A price is not known, on one side at least. */
  readonly unpriced: number;
  /** Had no counted answer then, so what one would have cost is not known. */
  readonly unanswered: number;
  /** Made-up answers: their tokens are nobody's. */
  readonly practice: number;
  /** Kept without what rules look at: not judged. */
  readonly missingFacts: number;
  readonly spentNanoUsd: number;
  readonly wouldNanoUsd: number;
  /** Of all judged: what the edited profile would refuse, what its lock would block, what would fit no target. */
  readonly refused: number;
  readonly blocked: number;
  readonly tooLong: number;
  /** Placed at the first of a chain whose order depends on load or speed, which is not known any more. */
  readonly assumed: number;
  /** Would be covered by a monthly fee or by the user's own machine; that cost is in no sum. */
  readonly flat: number;
  /** Moved requests, the most first. */
  readonly lines: readonly TrialLine[];
  /** Moved requests of lines beyond the bound. */
  readonly movedElsewhere: number;
  /** There were more than may be tried at once; the newest were. */
  readonly isCut: boolean;
}

export interface TrialProgress {
  readonly done: number;
  readonly of: number;
}
