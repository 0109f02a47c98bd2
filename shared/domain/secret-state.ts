/** The OS keychain as the user sees it: `memory` = absent or locked, and the user chose session-only keys. */
export type KeychainState = 'ready' | 'locked' | 'absent';

/** All that ever leaves main about a key. */
export interface KeyInfo {
  readonly providerId: string;
  readonly keyId: string;
  readonly present: boolean;
  readonly last4: string | null;
  /** Epoch ms. */
  readonly addedAt: number | null;
  /** `env`: read from the environment variable named in the configuration. */
  readonly source: 'keychain' | 'session' | 'env';
}
