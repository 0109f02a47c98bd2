import type { Profile } from '../../shared/domain/rule.ts';
import type { AppStatus } from '../../shared/domain/status.ts';
import type { Reply } from '../../shared/ipc/descriptors.ts';
import type { Api } from '../bridge.ts';

interface World {
  status: AppStatus;
  lock: Profile['lock'];
}

/** Profiles as names in the status; of the rules the fake knows one profile only. */
export function fakeProfiles(
  world: World,
  answer: <T>(method: string, input: unknown, work: () => T) => Promise<Reply<T>>,
  changeStatus: (change: Partial<AppStatus>) => AppStatus,
  rulesChanged: () => void,
): Api['profiles'] {
  return {
    add: (input) =>
      answer('profiles.add', input, () => {
        const { id, name = id } = input.profile;
        const place = input.place ?? world.status.profiles.length;
        const profiles = world.status.profiles.toSpliced(place, 0, { id, name });
        return changeStatus({ profiles, ...(input.use ? { activeProfile: id } : {}) });
      }),
    update: (input) =>
      answer('profiles.update', input, () => {
        const { profileId, name, lock } = input;
        if (lock !== undefined) world.lock = lock;
        const profiles = world.status.profiles.map((known) =>
          known.id === profileId && name !== undefined ? { ...known, name } : known,
        );
        const status = changeStatus({ profiles });
        rulesChanged();
        return status;
      }),
    remove: (input) =>
      answer('profiles.remove', input, () => {
        const { profiles, activeProfile } = world.status;
        const place = profiles.findIndex(({ id }) => id === input.profileId);
        const { id, name } = profiles[place] ?? { id: input.profileId, name: input.profileId };
        const wasActive = activeProfile === id;
        const rest = profiles.toSpliced(place, 1);
        changeStatus({
          profiles: rest,
          activeProfile: wasActive ? (rest[0]?.id ?? '') : activeProfile,
        });
        return { profile: { id, name, lock: null, rules: [] }, place, wasActive };
      }),
  };
}
