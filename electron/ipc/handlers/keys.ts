import { ok } from '../../../shared/base/result.ts';
import type { KeyRef } from '../../../shared/domain/ids.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { SecretVault } from '../../app/secret-vault.ts';
import type { SettingsStore } from '../../app/settings-store.ts';
import type { StatusBoard } from '../../app/status-board.ts';
import { refuse } from '../serve.ts';

export interface KeysHandlersDependencies {
  readonly settings: SettingsStore;
  readonly vault: SecretVault;
  readonly board: StatusBoard;
  /** Keys came or went; the list of providers shows them. */
  readonly onChange: () => void;
}

export function keysHandlers(dependencies: KeysHandlersDependencies): Handlers<Contract>['keys'] {
  const { settings, vault, board, onChange } = dependencies;

  /** A key belongs to a provider that exists, so that no secret lies in the keychain without an owner. */
  const isKnownProvider = (ref: KeyRef): boolean =>
    settings.configuration.providers.some((provider) => provider.id === ref.providerId);

  const changed = (): void => {
    board.changed();
    onChange();
  };
  return {
    store: async ({ providerId, keyId, secret }) => {
      const ref = { providerId, keyId };
      if (!isKnownProvider(ref)) return refuse('not-found', `There is no provider "${providerId}"`);
      const listed = listKey(settings, ref);
      if (!listed.ok) return refuse('invalid-input', listed.error);
      await vault.store(ref, secret);
      changed();
      return ok(null);
    },
    remove: async ({ providerId, keyId }) => {
      await vault.remove({ providerId, keyId });
      changed();
      return ok(null);
    },
    recheck: async () => {
      await vault.refresh();
      changed();
      return ok(board.status);
    },
  };
}

/** Names the key in the configuration when it is not there yet, so that the gateway looks for it. */
function listKey(
  settings: SettingsStore,
  ref: KeyRef,
): ReturnType<SettingsStore['updateConfiguration']> {
  const provider = settings.configuration.providers.find((p) => p.id === ref.providerId);
  if (provider?.keys?.some((key) => key.id === ref.keyId) === true)
    return ok(settings.configuration);
  return settings.updateConfiguration((configuration) => ({
    ...configuration,
    providers: configuration.providers.map((known) =>
      known.id === ref.providerId
        ? { ...known, keys: [...(known.keys ?? []), { id: ref.keyId, keychain: true }] }
        : known,
    ),
  }));
}
