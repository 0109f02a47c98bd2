import type { KeychainState } from '../../shared/domain/secret-state.ts';

/** Keeps secrets in the OS keychain (service `switchyard`). Plaintext never leaves the main process. */
export interface SecretStore {
  /** Asks the keychain; never throws. */
  state(): Promise<KeychainState>;
  /** null when there is none. Rejects with `KeychainError` when the keychain cannot be asked. */
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  /** False when there was none. */
  delete(account: string): Promise<boolean>;
  /** Account names only. */
  accounts(): Promise<readonly string[]>;
}

export class KeychainError extends Error {
  override readonly name = 'KeychainError';
  readonly state: Exclude<KeychainState, 'ready'>;

  constructor(state: Exclude<KeychainState, 'ready'>, cause: unknown) {
    super(state === 'locked' ? 'The keychain is locked' : 'There is no keychain service', {
      cause,
    });
    this.state = state;
  }
}
