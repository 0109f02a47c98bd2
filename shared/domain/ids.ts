/** `provider/key` as the keychain's account name (service `switchyard`); a handle that may cross IPC. */
export interface KeyRef {
  readonly providerId: string;
  readonly keyId: string;
}

/** Keychain account of a key, e.g. `minimax/spare` (config.md 1). */
export function keyAccount(ref: KeyRef): string {
  return `${ref.providerId}/${ref.keyId}`;
}
