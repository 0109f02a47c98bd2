import type { KeychainState } from '../../shared/domain/secret-state.ts';
import { KeychainError, type SecretStore } from './secret-store.ts';
import { TimeoutError, withTimeout } from './with-timeout.ts';

/** The part of keytar that is used; the module itself is loaded on first need, because libsecret may be missing. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<{ account: string; password: string }[]>;
}

export interface KeytarStoreOptions {
  readonly service?: string;
  readonly timeoutMs?: number;
  readonly load?: () => Promise<Keytar>;
}

/** Written and deleted again by `state`; an empty keychain and a locked one look alike until something is written. */
const probeAccount = 'probe/state';

/** SecretStore over the OS keychain. Each call has a timeout, so that an unlock prompt nobody answers can't hang us. */
export class KeytarStore implements SecretStore {
  readonly #service: string;
  readonly #timeoutMs: number;
  readonly #load: () => Promise<Keytar>;
  #keytar: Promise<Keytar> | null = null;

  constructor(options: KeytarStoreOptions = {}) {
    this.#service = options.service ?? 'switchyard';
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#load = options.load ?? loadKeytar;
  }

  async state(): Promise<KeychainState> {
    try {
      if ((await this.accounts()).length > 0) return 'ready';
      await this.set(probeAccount, 'probe');
      await this.delete(probeAccount);
      return 'ready';
    } catch (error) {
      return error instanceof KeychainError ? error.state : 'absent';
    }
  }

  get(account: string): Promise<string | null> {
    return this.#ask((keytar) => keytar.getPassword(this.#service, account));
  }

  set(account: string, secret: string): Promise<void> {
    return this.#ask((keytar) => keytar.setPassword(this.#service, account, secret));
  }

  delete(account: string): Promise<boolean> {
    return this.#ask((keytar) => keytar.deletePassword(this.#service, account));
  }

  async accounts(): Promise<readonly string[]> {
    const found = await this.#ask((keytar) => keytar.findCredentials(this.#service));
    return found.map((credential) => credential.account);
  }

  async #ask<T>(question: (keytar: Keytar) => Promise<T>): Promise<T> {
    try {
      this.#keytar ??= this.#load();
      return await withTimeout(this.#keytar.then(question), this.#timeoutMs, 'The keychain');
    } catch (error) {
      throw new KeychainError(keychainFault(error), error);
    }
  }
}

async function loadKeytar(): Promise<Keytar> {
  const module = await import('keytar');
  return module.default;
}

/** A locked keychain says so in several ways; whatever else fails means that there is no service to talk to. */
export function keychainFault(error: unknown): 'locked' | 'absent' {
  // A call that never returns is an unlock prompt that nobody answered.
  if (error instanceof TimeoutError) return 'locked';
  const message = error instanceof Error ? error.message : String(error);
  return /does not exist at path|locked|dismissed|interaction is not allowed|passphrase|canceled/i.test(
    message,
  )
    ? 'locked'
    : 'absent';
}
