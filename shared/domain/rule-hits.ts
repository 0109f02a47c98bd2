/** How often a rule took a request, today and in all; the last time in epoch ms. */
export interface RuleHits {
  readonly today: number;
  readonly total: number;
  /** Of `total`: older than rows are kept, so they are only counted. */
  readonly folded: number;
  readonly lastAt: number | null;
}
