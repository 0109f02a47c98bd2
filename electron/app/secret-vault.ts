import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { keyAccount, type KeyRef } from '../../shared/domain/ids.ts';
import type { ProviderKey } from '../../shared/domain/provider.ts';
import type { KeychainState, KeyInfo } from '../../shared/domain/secret-state.ts';
import type { Clock } from '../base/clock.ts';
import { MemoryStore } from '../base/memory-store.ts';
import { KeychainError, type SecretStore } from '../base/secret-store.ts';

export interface KeyRecord {
  readonly last4: string;
  /** Epoch ms. */
  readonly addedAt: number;
}

/** Where the facts about keys (never the keys) are kept between starts. */
export interface KeyRecords {
  get(account: string): KeyRecord | undefined;
  set(account: string, record: KeyRecord | null): void;
}

export interface SecretVaultDependencies {
  readonly keychain: SecretStore;
  readonly records: KeyRecords;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const tokenAccount = 'gateway/token';
/** A key taken out of the keychain by another program stops working within this time. */
const cacheMs = 60_000;

/** The keychain first, the session's memory where it can't be used. Plaintext goes to the gateway and nowhere else. */
export class SecretVault {
  readonly #dependencies: SecretVaultDependencies;
  readonly #session = new MemoryStore();
  readonly #sessionRecords = new Map<string, KeyRecord>();
  readonly #cache = new Map<string, { readonly secret: string; readonly until: number }>();
  #accounts: ReadonlySet<string> = new Set();
  #state: KeychainState = 'absent';

  constructor(dependencies: SecretVaultDependencies) {
    this.#dependencies = dependencies;
  }

  get state(): KeychainState {
    return this.#state;
  }

  /** Asks the keychain anew; keys that were kept for the session move into it once it is ready. */
  async refresh(): Promise<KeychainState> {
    const { keychain } = this.#dependencies;
    this.#cache.clear();
    this.#state = await keychain.state();
    if (this.#state !== 'ready') return this.#state;
    try {
      await this.#moveSessionKeys();
      this.#accounts = new Set(await keychain.accounts());
    } catch (error) {
      this.#noteFault(error);
    }
    return this.#state;
  }

  /** The secret of one key at the last moment; null when there is none. Rejects when the keychain can't be asked. */
  async reveal(ref: KeyRef, environmentName: string | undefined): Promise<string | null> {
    if (environmentName !== undefined)
      return this.#dependencies.environment[environmentName] ?? null;
    const account = keyAccount(ref);
    const fromSession = await this.#session.get(account);
    if (fromSession !== null) return fromSession;
    const now = this.#dependencies.clock.monotonic();
    const cached = this.#cache.get(account);
    if (cached !== undefined && cached.until > now) return cached.secret;
    const secret = await this.#dependencies.keychain.get(account);
    if (secret !== null) this.#cache.set(account, { secret, until: now + cacheMs });
    // A locked keyring answers "none" instead of failing; what was once stored is not missing but out of reach.
    if (secret === null && this.#state === 'locked' && this.#isRecorded(account))
      throw new KeychainError('locked', null);
    return secret;
  }

  /** Says where the key went: `session` means that it is gone when the app quits. */
  async store(ref: KeyRef, secret: string): Promise<'keychain' | 'session'> {
    const account = keyAccount(ref);
    const record = { last4: lastFour(secret), addedAt: this.#dependencies.clock.now() };
    this.#cache.delete(account);
    try {
      await this.#dependencies.keychain.set(account, secret);
    } catch (error) {
      this.#noteFault(error);
      await this.#session.set(account, secret);
      this.#sessionRecords.set(account, record);
      return 'session';
    }
    this.#state = 'ready';
    this.#accounts = new Set([...this.#accounts, account]);
    await this.#session.delete(account);
    this.#sessionRecords.delete(account);
    this.#dependencies.records.set(account, record);
    return 'keychain';
  }

  /** Rejects with `KeychainError` when the key can't be taken out of the keychain: it would still be there. */
  async remove(ref: KeyRef): Promise<void> {
    const account = keyAccount(ref);
    this.#cache.delete(account);
    await this.#session.delete(account);
    this.#sessionRecords.delete(account);
    if (!this.#isRecorded(account) && !this.#accounts.has(account)) return;
    await this.#dependencies.keychain.delete(account);
    this.#accounts = new Set([...this.#accounts].filter((known) => known !== account));
    this.#dependencies.records.set(account, null);
  }

  /** All that the window learns about the keys of one provider. */
  describe(providerId: string, keys: readonly ProviderKey[]): readonly KeyInfo[] {
    return keys.map((key): KeyInfo => {
      const account = keyAccount({ providerId, keyId: key.id });
      if (key.env !== undefined) {
        const present = (this.#dependencies.environment[key.env] ?? '') !== '';
        return { providerId, keyId: key.id, present, last4: null, addedAt: null, source: 'env' };
      }
      const session = this.#sessionRecords.get(account);
      const record = session ?? this.#dependencies.records.get(account);
      // A keychain that can't be asked is taken at the word of what was once stored.
      const present =
        session !== undefined ||
        (this.#state === 'ready' ? this.#accounts.has(account) : record !== undefined);
      return {
        providerId,
        keyId: key.id,
        present,
        last4: present ? (record?.last4 ?? null) : null,
        addedAt: present ? (record?.addedAt ?? null) : null,
        source: session === undefined ? 'keychain' : 'session',
      };
    });
  }

  /** The gateway's own token, made once and kept in the keychain; for this session only where there is none. */
  async gatewayToken(): Promise<string> {
    const fresh = randomBytes(32).toString('base64url');
    try {
      const known = await this.#dependencies.keychain.get(tokenAccount);
      if (known !== null) return known;
      await this.#dependencies.keychain.set(tokenAccount, fresh);
    } catch (error) {
      this.#noteFault(error);
    }
    return fresh;
  }

  async #moveSessionKeys(): Promise<void> {
    for (const account of await this.#session.accounts()) {
      const secret = await this.#session.get(account);
      const record = this.#sessionRecords.get(account);
      if (secret === null || record === undefined) continue;
      await this.#dependencies.keychain.set(account, secret);
      this.#dependencies.records.set(account, record);
      await this.#session.delete(account);
      this.#sessionRecords.delete(account);
    }
  }

  #isRecorded(account: string): boolean {
    return this.#dependencies.records.get(account) !== undefined;
  }

  #noteFault(error: unknown): void {
    this.#state = error instanceof KeychainError ? error.state : 'absent';
  }
}

/** Short secrets show nothing: four of eight characters would be half of it. */
function lastFour(secret: string): string {
  return secret.length >= 12 ? secret.slice(-4) : '';
}

/** Compares in constant time; hashing first makes the lengths equal. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
