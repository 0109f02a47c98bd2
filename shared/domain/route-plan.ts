import type { MatchReason } from './match-reason.ts';
import type { Strategy, TargetSpec } from './rule.ts';

export interface RuleVerdict {
  readonly rule: string;
  readonly matched: boolean;
  /** One sentence that names the condition and the value that decided, e.g. "1,840 tokens, wants 60,000 or more". */
  readonly because: string;
  /** The same as data, for other languages; rows of earlier versions have none. */
  readonly reason?: MatchReason;
}

/** What `route` decided. `rule` is null when no rule matched (then: native). */
export type RoutePlan = {
  readonly rule: string | null;
  readonly trace: readonly RuleVerdict[];
} & (
  | {
      readonly kind: 'targets';
      readonly strategy: Strategy;
      readonly targets: readonly TargetSpec[];
    }
  | { readonly kind: 'native'; /** Nothing was asked: routing is off. */ readonly isOff?: true }
  | { readonly kind: 'refuse'; readonly message: string }
);
