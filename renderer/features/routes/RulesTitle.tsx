import { useState } from 'react';
import type { ReactNode } from 'react';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { pastTrial } from '../../../shared/i18n/past-trial.ts';
import { profiles } from '../../../shared/i18n/profiles.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { whichRule } from '../../../shared/i18n/which-rule.ts';
import type { RemovedProfile } from '../../../shared/ipc/contract.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useStatus } from '../../stores/context.tsx';
import type { Draft } from '../../stores/rules-draft.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { PageTitle } from '../../ui/Heading.tsx';
import { Note } from '../../ui/Note.tsx';
import { ProfileLock } from './ProfileLock.tsx';
import { ProfileMenu } from './ProfileMenu.tsx';

/** The profile's name and menu, its lock, and what can be done with the list of rules. */
export function RulesTitle(props: {
  readonly draft: Draft;
  readonly status: AppStatus;
  readonly onShow: (profileId: string) => void;
  /** The profile that was deleted last, while Undo is offered. */
  readonly removed: RemovedProfile | null;
  readonly onRemoved: (removed: RemovedProfile | null) => void;
  readonly onUndo: () => void;
  readonly onTry: () => void;
  readonly onAdd: () => void;
  readonly sheet: { readonly isOpen: boolean; readonly toggle: () => void };
}): ReactNode {
  const { draft, status, sheet } = props;
  const { profile } = draft.view;
  const t = useMessages(routes);
  const [failure, setFailure] = useState<string | null>(null);
  const p = useMessages(profiles);
  const past = useMessages(pastTrial);
  const which = useMessages(whichRule);
  const setProfile = useStatus((state) => state.setProfile);
  const api = useApi();
  const { removed, onRemoved } = props;
  const restore = async ({ profile: lost, place, wasActive }: RemovedProfile): Promise<void> => {
    const reply = await settled(api.profiles.add({ profile: lost, place, use: wasActive }));
    setFailure(reply.ok ? null : reply.error.message);
    if (!reply.ok) return;
    onRemoved(null);
    props.onShow(lost.id);
  };
  return (
    <>
      <PageTitle
        title={
          <span className="row g1">
            <bdi>{profile.name ?? profile.id}</bdi>
            <ProfileMenu
              profile={profile}
              status={status}
              onShow={props.onShow}
              onRemoved={props.onRemoved}
              onFailed={setFailure}
            />
          </span>
        }
        sub={draft.rules.length === 0 ? undefined : t('countRules', { count: draft.rules.length })}
        actions={
          <>
            <ProfileLock profile={profile} rules={draft.rules} />
            <IconButton
              icon="undo"
              label={t('undo')}
              title={`${t('undo')} (Ctrl Z)`}
              onClick={props.onUndo}
              disabledReason={draft.past.length === 0 ? '' : null}
            />
            <span className="routes-sheet-button">
              <Button aria-expanded={sheet.isOpen} onClick={sheet.toggle}>
                {which('whichShow')}
              </Button>
            </span>
            <Button icon="clock" onClick={props.onTry}>
              {past('title')}
            </Button>
            <Button icon="plus" onClick={props.onAdd}>
              {t('addRule')}
            </Button>
          </>
        }
      />
      {failure === null ? null : <Note tone="bad">{p('failed', { reason: failure })}</Note>}
      {removed === null ? null : (
        <Note actions={<Button onClick={() => void restore(removed)}>{p('undo')}</Button>}>
          {p('deleted', { name: removed.profile.name ?? removed.profile.id })}
        </Note>
      )}
      {profile.id === status.activeProfile ? null : (
        <Note actions={<Button onClick={() => void setProfile(profile.id)}>{p('use')}</Button>}>
          {p('notInUse')}
        </Note>
      )}
    </>
  );
}
