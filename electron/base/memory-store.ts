import type { SecretStore } from './secret-store.ts';

/** Keeps secrets until the process ends: the way on when the keychain is locked or absent. */
export class MemoryStore implements SecretStore {
  readonly #secrets = new Map<string, string>();

  state(): Promise<'ready'> {
    return Promise.resolve('ready');
  }

  get(account: string): Promise<string | null> {
    return Promise.resolve(this.#secrets.get(account) ?? null);
  }

  set(account: string, secret: string): Promise<void> {
    this.#secrets.set(account, secret);
    return Promise.resolve();
  }

  delete(account: string): Promise<boolean> {
    return Promise.resolve(this.#secrets.delete(account));
  }

  accounts(): Promise<readonly string[]> {
    return Promise.resolve([...this.#secrets.keys()]);
  }
}
