import type { KeyInfo } from './secret-state.ts';
import type { Provider, ProviderModel, ResolvedProvider, WireFormat } from './provider.ts';

/** A provider as the window sees it: what the user wrote, what it resolves to, and the keys without their secrets. */
export interface ProviderView {
  readonly id: string;
  readonly draft: Provider;
  readonly resolved: ResolvedProvider;
  readonly keys: readonly KeyInfo[];
  readonly requestsToday: number;
  readonly lastTest: ProviderTestResult | null;
  /** Names of rules (any profile) that send to it; it can't be removed while there are any. */
  readonly usedByRules: readonly string[];
}

/** Plain answers of the one-token test; the window words each. */
export type ProviderTestVerdict =
  | 'works'
  | 'key-missing'
  | 'key-rejected'
  | 'no-credit'
  | 'rate-limited'
  | 'model-not-found'
  | 'unreachable'
  | 'timeout'
  | 'not-this-wire'
  | 'failed';

export interface ProviderTestResult {
  readonly verdict: ProviderTestVerdict;
  readonly model: string;
  readonly at: number;
  readonly durationMs: number;
  readonly costNanoUsd: number | null;
  /** The upstream's own words, redacted; empty when it worked. */
  readonly detail: string;
}

/** A local server that answered on its usual port. */
export interface DiscoveredEndpoint {
  readonly preset: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly wire: WireFormat;
  readonly models: readonly ProviderModel[];
}
