import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { LockEffect } from '../../../shared/domain/lock-effect.ts';
import type { Profile, Rule } from '../../../shared/domain/rule.ts';
import { profiles } from '../../../shared/i18n/profiles.ts';
import { routes } from '../../../shared/i18n/routes.ts';
import type { Reply } from '../../../shared/ipc/descriptors.ts';
import { settled, useApi } from '../../bridge.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { Mono } from '../../ui/Values.tsx';

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
      {isLocked ? null : <Preview rules={rules} />}
      {failure === null ? null : <Note tone="bad">{t('failed', { reason: failure })}</Note>}
    </Dialog>
  );
}

/** Asked of main, which judges addresses as the gateway does; null until it has answered. */
function useLockEffect(rules: readonly Rule[]): Reply<LockEffect> | null {
  const api = useApi();
  const [effect, setEffect] = useState<Reply<LockEffect> | null>(null);
  useEffect(() => {
    let isShown = true;
    void settled(api.rules.lockEffect({ rules })).then((reply) => {
      if (isShown) setEffect(reply);
    });
    return () => {
      isShown = false;
    };
  }, [api, rules]);
  return effect;
}

/** What the lock would do to the rules, and which networks it lets through besides this machine. */
function Preview(props: { readonly rules: readonly Rule[] }): ReactNode {
  const { rules } = props;
  const t = useMessages(profiles);
  const effect = useLockEffect(rules);
  if (effect === null) return <p className="xs t3">{t('lockLooking')}</p>;
  if (!effect.ok) return <Note tone="bad">{t('failed', { reason: effect.error.message })}</Note>;
  const named = (ids: readonly string[]): string =>
    rules
      .filter(({ id }) => ids.includes(id))
      .map(({ name, id }) => name ?? id)
      .join(' · ');
  const { blocked, shortened, privateRanges } = effect.value;
  return (
    <>
      <p className="xs t2">
        {privateRanges.length === 0 ? (
          t('lockNoRanges')
        ) : (
          <Rich
            catalog={profiles}
            id="lockRanges"
            values={{ ranges: <Mono>{privateRanges.join(', ')}</Mono> }}
          />
        )}
      </p>
      {blocked.length === 0 ? null : (
        <Note tone="warn">{t('lockBlocks', { rules: named(blocked) })}</Note>
      )}
      {shortened.length === 0 ? null : (
        <Note>{t('lockShortens', { rules: named(shortened) })}</Note>
      )}
    </>
  );
}
