import type { ReactNode } from 'react';
import { providers } from '../../../shared/i18n/providers.ts';
import { useMessages } from '../../i18n.tsx';
import { useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';

/** What to do while the keychain is locked or missing; nothing while it is ready. */
export function KeychainNote(): ReactNode {
  const t = useMessages(providers);
  const keychain = useStatus((state) => state.status?.keychain ?? 'ready');
  const recheck = useStatus((state) => state.recheckKeychain);
  if (keychain === 'ready') return null;
  return (
    <Note
      tone="warn"
      actions={
        <Button size="small" onClick={() => void recheck()}>
          {t('checkAgain')}
        </Button>
      }
    >
      {keychain === 'locked' ? t('keychainLocked') : t('keychainAbsent')}
    </Note>
  );
}
