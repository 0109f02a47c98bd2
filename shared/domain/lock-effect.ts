/** What the lock `local-only` does to a profile's rules; ids of rules in their order. */
export interface LockEffect {
  /** Native, or no target within reach. */
  readonly blocked: readonly string[];
  /** Some targets are passed over, others stay. */
  readonly shortened: readonly string[];
  /** Where requests may go besides this machine (CIDR). */
  readonly privateRanges: readonly string[];
}
