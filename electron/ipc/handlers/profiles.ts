import { ok } from '../../../shared/base/result.ts';
import type { Configuration } from '../../../shared/domain/configuration.ts';
import type { Profile } from '../../../shared/domain/rule.ts';
import type { Contract } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/descriptors.ts';
import type { SettingsStore } from '../../app/settings-store.ts';
import type { StatusBoard } from '../../app/status-board.ts';
import { refuse } from '../serve.ts';

export interface ProfilesHandlersDependencies {
  readonly settings: SettingsStore;
  readonly board: Pick<StatusBoard, 'status'>;
  /** Name or lock of a profile changed: whoever shows its rules is told. */
  readonly onChange: (profileId: string) => void;
}

/** Rule sets are added, renamed, locked and removed here; which one is in use is `app.setProfile`. */
export function profilesHandlers(
  dependencies: ProfilesHandlersDependencies,
): Handlers<Contract>['profiles'] {
  const { settings, board } = dependencies;
  const has = (profileId: string): boolean =>
    settings.configuration.profiles.some(({ id }) => id === profileId);
  return {
    add: ({ profile, place, use }) => {
      if (has(profile.id)) return refuse('conflict', `There is already a profile "${profile.id}"`);
      const result = settings.updateConfiguration((configuration) => ({
        ...configuration,
        profiles: configuration.profiles.toSpliced(
          place ?? configuration.profiles.length,
          0,
          profile,
        ),
        activeProfile: use ? profile.id : configuration.activeProfile,
      }));
      return result.ok ? ok(board.status) : refuse('invalid-input', result.error);
    },
    update: ({ profileId, name, lock }) => {
      if (!has(profileId)) return refuse('not-found', `There is no profile "${profileId}"`);
      const result = settings.updateConfiguration((configuration) =>
        withProfile(configuration, profileId, (profile) => ({
          ...profile,
          ...(name === undefined ? {} : { name }),
          ...(lock === undefined ? {} : { lock }),
        })),
      );
      if (!result.ok) return refuse('invalid-input', result.error);
      dependencies.onChange(profileId);
      return ok(board.status);
    },
    remove: ({ profileId }) => {
      const { profiles, activeProfile } = settings.configuration;
      const place = profiles.findIndex(({ id }) => id === profileId);
      const profile = profiles[place];
      if (profile === undefined) return refuse('not-found', `There is no profile "${profileId}"`);
      const next = profiles[place - 1] ?? profiles[place + 1];
      if (next === undefined) return refuse('conflict', 'The last profile cannot be deleted');
      const wasActive = activeProfile === profileId;
      const result = settings.updateConfiguration((configuration) => ({
        ...configuration,
        profiles: profiles.toSpliced(place, 1),
        activeProfile: wasActive ? next.id : activeProfile,
      }));
      return result.ok ? ok({ profile, place, wasActive }) : refuse('failed', result.error);
    },
  };
}

function withProfile(
  configuration: Configuration,
  profileId: string,
  change: (profile: Profile) => Profile,
): Configuration {
  return {
    ...configuration,
    profiles: configuration.profiles.map((profile) =>
      profile.id === profileId ? change(profile) : profile,
    ),
  };
}
