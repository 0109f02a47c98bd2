import { beforeEach, expect, test } from 'vitest';
import type { KeychainState } from '../../shared/domain/secret-state.ts';
import { MemoryStore } from '../base/memory-store.ts';
import { KeychainError, type SecretStore } from '../base/secret-store.ts';
import { SecretVault, sameSecret, type KeyRecord } from './secret-vault.ts';

const ref = { providerId: 'minimax', keyId: 'main' };
const secret = 'sk-test-abcdefgh-9Zt4';
const keys = [{ id: 'main', keychain: true }];

/** A keychain that can be locked and unlocked while the app runs. */
class LockableStore implements SecretStore {
  readonly #inner = new MemoryStore();
  now: KeychainState = 'ready';

  state(): Promise<KeychainState> {
    return Promise.resolve(this.now);
  }
  // A locked gnome-keyring answers "none" to a question and fails only when something is written.
  get(account: string): Promise<string | null> {
    return this.now === 'ready' ? this.#inner.get(account) : Promise.resolve(null);
  }
  set(account: string, value: string): Promise<void> {
    if (this.now !== 'ready') return Promise.reject(new KeychainError(this.now, null));
    return this.#inner.set(account, value);
  }
  delete(account: string): Promise<boolean> {
    return this.#inner.delete(account);
  }
  accounts(): Promise<readonly string[]> {
    return this.now === 'ready' ? this.#inner.accounts() : Promise.resolve([]);
  }
}

let keychain: LockableStore;
let records: Map<string, KeyRecord>;
let time: number;

beforeEach(() => {
  keychain = new LockableStore();
  records = new Map();
  time = 0;
});

function vault(): SecretVault {
  return new SecretVault({
    keychain,
    records: {
      get: (account) => records.get(account),
      set: (account, record) => {
        if (record === null) records.delete(account);
        else records.set(account, record);
      },
    },
    clock: { now: () => 1_000 + time, monotonic: () => time },
    environment: { KEY_FROM_ENV: 'value-of-env' },
  });
}

test('a key goes to the keychain; its description shows four characters at most', async () => {
  const it = vault();
  await it.refresh();
  expect(await it.store(ref, secret)).toBe('keychain');
  expect(it.describe('minimax', keys)).toEqual([
    {
      providerId: 'minimax',
      keyId: 'main',
      present: true,
      last4: '9Zt4',
      addedAt: 1_000,
      source: 'keychain',
    },
  ]);
  expect(await it.reveal(ref, undefined)).toBe(secret);
  expect(JSON.stringify([...records])).not.toContain(secret);
});

test('of a short key nothing is shown', async () => {
  const it = vault();
  await it.store(ref, 'hunter2');
  expect(it.describe('minimax', keys)[0]?.last4).toBe('');
});

test('while the keychain is locked a key lives for the session, and moves in once it opens', async () => {
  keychain.now = 'locked';
  const it = vault();
  await it.refresh();
  expect(await it.store(ref, secret)).toBe('session');
  expect(it.state).toBe('locked');
  expect(it.describe('minimax', keys)[0]).toMatchObject({ present: true, source: 'session' });
  expect(await it.reveal(ref, undefined)).toBe(secret);
  keychain.now = 'ready';
  expect(await it.refresh()).toBe('ready');
  expect(it.describe('minimax', keys)[0]).toMatchObject({ source: 'keychain', last4: '9Zt4' });
  expect(await keychain.get('minimax/main')).toBe(secret);
});

test('a stored key behind a locked keychain is out of reach, not missing', async () => {
  await vault().store(ref, secret);
  keychain.now = 'locked';
  const it = vault();
  await it.refresh();
  await expect(it.reveal(ref, undefined)).rejects.toBeInstanceOf(KeychainError);
  expect(it.describe('minimax', keys)[0]).toMatchObject({ present: true });
});

test('a removed key is gone at once, in the keychain and in the cache', async () => {
  const it = vault();
  await it.refresh();
  await it.store(ref, secret);
  await it.reveal(ref, undefined);
  await it.remove(ref);
  expect(await it.reveal(ref, undefined)).toBeNull();
  expect(it.describe('minimax', keys)[0]).toMatchObject({ present: false, last4: null });
  expect([...records]).toEqual([]);
});

test('a key taken out of the keychain elsewhere stops working within a minute', async () => {
  const it = vault();
  await it.refresh();
  await it.store(ref, secret);
  await it.reveal(ref, undefined);
  await keychain.delete('minimax/main');
  time = 60_001;
  expect(await it.reveal(ref, undefined)).toBeNull();
});

test('a key of the environment never touches the keychain', async () => {
  const it = vault();
  expect(await it.reveal(ref, 'KEY_FROM_ENV')).toBe('value-of-env');
  expect(await it.reveal(ref, 'NOT_SET')).toBeNull();
  expect(it.describe('minimax', [{ id: 'main', env: 'KEY_FROM_ENV' }])).toMatchObject([
    { present: true, last4: null, source: 'env' },
  ]);
});

test("the gateway's token survives a restart where there is a keychain, and only there", async () => {
  const token = await vault().gatewayToken();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await vault().gatewayToken()).toBe(token);
  keychain.now = 'absent';
  expect(await vault().gatewayToken()).not.toBe(token);
});

test('secrets are compared whole', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('abc', 'abcd')).toBe(false);
  expect(sameSecret('', 'a')).toBe(false);
});
