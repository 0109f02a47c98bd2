import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Profile, Rule } from '../../../shared/domain/rule.ts';
import { profiles } from '../../../shared/i18n/profiles.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import { settled, useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';

/** Says whether the profile is kept on this machine; the dialog says in plain words what setting or clearing it does. */
export function ProfileLock(props: {
  readonly profile: Profile;
  readonly rules: readonly Rule[];
}): ReactNode {
  const t = useMessages(profiles);
  const r = useMessages(routes);
  const [isOpen, setOpen] = useState(false);
  const isLocked = props.profile.lock !== null;
  return (
    <>
      <Button
        variant="ghost"
        icon="lock"
        title={isLocked ? r('localOnlyHint') : r('noLockHint')}
        aria-label={isLocked ? t('lockOn') : `${t('lock')}: ${r('noLock')}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {isLocked ? <b className="b">{r('localOnly')}</b> : r('noLock')}
      </Button>
      {isOpen ? <LockDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function LockDialog(props: {
  readonly profile: Profile;
  readonly rules: readonly Rule[];
  readonly onClose: () => void;
}): ReactNode {
  const { profile, rules, onClose } = props;
  const api = useApi();
  const t = useMessages(profiles);
  const [failure, setFailure] = useState<string | null>(null);
  const isLocked = profile.lock !== null;
  const blocked = useBlockedRules(rules);
  const change = async (): Promise<void> => {
    const lock = isLocked ? null : ('local-only' as const);
    const reply = await settled(api.profiles.update({ profileId: profile.id, lock }));
    if (reply.ok) onClose();
    else setFailure(reply.error.message);
  };
  return (
    <Dialog
      title={isLocked ? t('unlockTitle') : t('lockTitle')}
      closeLabel={t('close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" onClick={() => void change()}>
            {isLocked ? t('lockClear') : t('lockSet')}
          </Button>
        </>
      }
    >
      <p>{isLocked ? t('unlockText') : t('lockText')}</p>
      {isLocked || blocked.length === 0 ? null : (
        <Note tone="warn">{t('lockBlocks', { rules: blocked.join(' · ') })}</Note>
      )}
      {failure === null ? null : <Note tone="bad">{t('failed', { reason: failure })}</Note>}
    </Dialog>
  );
}

/** Names of enabled rules whose first target plainly lies elsewhere; main judges by address, name by name. */
function useBlockedRules(rules: readonly Rule[]): readonly string[] {
  const views = useProviders((state) => state.views);
  const isElsewhere = (provider: string): boolean => {
    const address = views.find(({ id }) => id === provider)?.resolved.baseUrl ?? '';
    const hostname = URL.canParse(address) ? new URL(address).hostname : '';
    return hostname !== '' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  };
  return rules
    .filter(({ enabled, then }) => {
      if (!enabled || 'refuse' in then) return false;
      return 'native' in then || isElsewhere(then.targets[0]?.provider ?? '');
    })
    .map(({ name, id }) => name ?? id);
}
