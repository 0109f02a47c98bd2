import { expect, test } from 'vitest';
import { KeytarStore, keychainFault, type Keytar } from './keytar-store.ts';
import { TimeoutError } from './with-timeout.ts';

// What keytar said on a real machine (electron-runtime facts, table of states).
const words = {
  noBus: 'Unknown or unsupported transport “disabled” for address “disabled:”',
  noService: 'The name org.freedesktop.secrets was not provided by any .service files',
  noKeyring: 'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
};

test.each([
  [new Error(words.noBus), 'absent'],
  [new Error(words.noService), 'absent'],
  [new Error(words.noKeyring), 'locked'],
  [new Error('User interaction is not allowed.'), 'locked'],
  [new TimeoutError('no answer'), 'locked'],
  [new Error('libsecret-1.so.0: cannot open shared object file'), 'absent'],
])('%s means %s', (error, state) => {
  expect(keychainFault(error)).toBe(state);
});

test('an unlock prompt that nobody answers ends in time and reads as locked', async () => {
  const never = new Promise<never>(() => undefined);
  const store = storeOver({ getPassword: () => never, findCredentials: () => never }, 20);
  await expect(store.get('a/b')).rejects.toMatchObject({ name: 'KeychainError', state: 'locked' });
  expect(await store.state()).toBe('locked');
});

test('an empty keychain that takes nothing is locked, and is left as it was when it is ready', async () => {
  const kept = new Map<string, string>();
  const ready = storeOver(memory(kept));
  expect(await ready.state()).toBe('ready');
  expect([...kept]).toEqual([]);
  const locked = storeOver({
    ...memory(kept),
    setPassword: () => Promise.reject(new Error(words.noKeyring)),
  });
  expect(await locked.state()).toBe('locked');
});

test('a native module that cannot be loaded is an absent keychain', async () => {
  const store = new KeytarStore({ load: () => Promise.reject(new Error('no libsecret')) });
  expect(await store.state()).toBe('absent');
  await expect(store.set('a/b', 'c')).rejects.toMatchObject({ state: 'absent' });
});

function storeOver(keytar: Partial<Keytar>, timeoutMs = 1_000): KeytarStore {
  const whole: Keytar = { ...memory(new Map()), ...keytar };
  return new KeytarStore({ timeoutMs, load: () => Promise.resolve(whole) });
}

/** The keychain itself, played in memory: it belongs to the machine, not to us. */
function memory(kept: Map<string, string>): Keytar {
  return {
    getPassword: (_service, account) => Promise.resolve(kept.get(account) ?? null),
    setPassword: (_service, account, password) => {
      kept.set(account, password);
      return Promise.resolve();
    },
    deletePassword: (_service, account) => Promise.resolve(kept.delete(account)),
    findCredentials: () =>
      Promise.resolve([...kept].map(([account, password]) => ({ account, password }))),
  };
}
