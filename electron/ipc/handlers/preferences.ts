import { ok } from '../../../shared/base/result.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { SettingsStore } from '../../app/settings-store.ts';

export function preferencesHandlers(settings: SettingsStore): Handlers<Contract>['preferences'] {
  return {
    get: () => ok(settings.preferences),
    set: (patch) => {
      const given = Object.entries(patch).filter(([, value]) => value !== undefined);
      return ok(settings.updatePreferences(Object.fromEntries(given) as Partial<Preferences>));
    },
  };
}
