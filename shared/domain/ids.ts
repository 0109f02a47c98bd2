/** `provider/key` as the keychain's account name (service `switchyard`); a handle that may cross IPC. */
export interface KeyRef {
  readonly providerId: string;
  readonly keyId: string;
}

/** Keychain account of a key, e.g. `minimax/spare` (config.md 1). */
export function keyAccount(ref: KeyRef): string {
  return `${ref.providerId}/${ref.keyId}`;
}

/** An id made of a name, `My Relay` to `my-relay`; empty when the name has no letter or digit of the Latin script. */
export function idOfName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
