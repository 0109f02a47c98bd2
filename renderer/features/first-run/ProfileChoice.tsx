import type { ReactNode } from 'react';
import { firstRun } from '../../../shared/i18n/first-run.ts';
import { useMessages } from '../../i18n.tsx';
import { useStatus } from '../../stores/context.tsx';

/** Which rules to begin with; the profiles that main offers. */
export function ProfileChoice(): ReactNode {
  const t = useMessages(firstRun);
  const status = useStatus((state) => state.status);
  const setProfile = useStatus((state) => state.setProfile);
  if (status === null || status.profiles.length < 2) return null;
  return (
    <fieldset className="profile-choice">
      <legend>{t('profile')}</legend>
      {status.profiles.map(({ id, name }) => (
        <label key={id} className="row">
          <input
            type="radio"
            name="profile"
            checked={id === status.activeProfile}
            onChange={() => void setProfile(id)}
          />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
