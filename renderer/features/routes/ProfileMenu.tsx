import { useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { Profile } from '../../../shared/domain/rule.ts';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { profiles } from '../../../shared/i18n/profiles.ts';
import type { RemovedProfile } from '../../../shared/ipc/contract.ts';
import type { Reply } from '../../../shared/ipc/descriptors.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { freeId } from '../../stores/rules-draft.ts';
import { MenuButton } from '../../ui/MenuButton.tsx';
import type { MenuItem } from '../../ui/Menu.tsx';
import { NewProfile } from './NewProfile.tsx';
import { RenameProfile } from './RenameProfile.tsx';

/** Which profile is looked at, and what can be done with it. Looking at one does not switch to it. */
export function ProfileMenu(props: {
  readonly profile: Profile;
  readonly status: AppStatus;
  readonly onShow: (profileId: string) => void;
  readonly onRemoved: (removed: RemovedProfile) => void;
  readonly onFailed: (reason: string | null) => void;
}): ReactNode {
  const { profile, status, onShow, onFailed } = props;
  const api = useApi();
  const t = useMessages(profiles);
  const [dialog, setDialog] = useState<'new' | 'rename' | null>(null);
  const done = <T,>(reply: Reply<T>, then: (value: T) => void): void => {
    onFailed(reply.ok ? null : reply.error.message);
    if (reply.ok) then(reply.value);
  };
  const add = async (added: Profile, place: number | null): Promise<void> => {
    const reply = await settled(api.profiles.add({ profile: added, place, use: false }));
    done(reply, () => onShow(added.id));
  };
  const duplicate = (): Promise<void> => {
    const name = t('copyName', { name: profile.name ?? profile.id });
    const place = status.profiles.findIndex(({ id }) => id === profile.id) + 1;
    return add({ ...profile, id: freeId(status.profiles, profile.id), name }, place);
  };
  const remove = async (): Promise<void> =>
    done(await settled(api.profiles.remove({ profileId: profile.id })), props.onRemoved);
  const items: MenuItem[] = status.profiles.map(({ id, name }) => ({
    id: `show-${id}`,
    label: (
      <>
        <bdi>{name}</bdi>
        {id === status.activeProfile ? <span className="t3"> · {t('inUse')}</span> : null}
      </>
    ),
    checked: id === profile.id,
    onSelect: () => onShow(id),
  }));
  items.push(
    { id: 'new', label: t('new'), separatorBefore: true, onSelect: () => setDialog('new') },
    { id: 'rename', label: t('rename'), onSelect: () => setDialog('rename') },
    { id: 'duplicate', label: t('duplicate'), onSelect: () => void duplicate() },
    {
      id: 'delete',
      label: t('delete'),
      danger: true,
      separatorBefore: true,
      disabledReason: status.profiles.length === 1 ? t('lastStays') : null,
      onSelect: () => void remove(),
    },
  );
  return (
    <>
      <MenuButton icon="down" label={t('menu')} heading={t('menu')} items={items} />
      {/* Beside the page: the menu stands in its heading, whose type they must not take on. */}
      {createPortal(
        <>
          {dialog === 'new' ? (
            <NewProfile
              taken={status.profiles}
              onClose={() => setDialog(null)}
              onCreate={(created) => {
                setDialog(null);
                void add(created, null);
              }}
            />
          ) : null}
          {dialog === 'rename' ? (
            <RenameProfile
              name={profile.name ?? profile.id}
              onClose={() => setDialog(null)}
              onRename={(name) => {
                setDialog(null);
                void settled(api.profiles.update({ profileId: profile.id, name })).then((reply) =>
                  done(reply, () => undefined),
                );
              }}
            />
          ) : null}
        </>,
        document.body,
      )}
    </>
  );
}
