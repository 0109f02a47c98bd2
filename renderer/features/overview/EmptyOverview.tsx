import type { ReactNode } from 'react';
import type { AppStatus } from '../../../shared/domain/status.ts';
import { overview } from '../../../shared/i18n/overview.ts';
import { useMessages, Rich } from '../../i18n.tsx';
import { useNavigation, useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Note } from '../../ui/Note.tsx';
import { Mono } from '../../ui/Values.tsx';
import { frame } from '../../../shared/i18n/frame.ts';

/** Before the first request: what to do, and who answers until a real provider is there. */
export function EmptyOverview(props: { readonly status: AppStatus }): ReactNode {
  const { recentFolders, practiceOnly, address, keychain } = props.status;
  const t = useMessages(overview);
  const f = useMessages(frame);
  const launch = useNavigation((state) => state.launch);
  const go = useNavigation((state) => state.go);
  const folder = recentFolders[0] ?? null;
  const reason = address === null ? f('launchNeedsGateway') : null;
  return (
    <EmptyState
      drawing="track"
      title={t('emptyTitle')}
      actions={
        <>
          <Button
            variant="primary"
            size="large"
            icon="terminal"
            disabledReason={reason}
            onClick={() => launch(folder)}
          >
            {folder === null ? (
              f('launchClaude')
            ) : (
              <span>
                <Rich
                  catalog={overview}
                  id="launchIn"
                  values={{ folder: <Mono>{lastPart(folder)}</Mono> }}
                />
              </span>
            )}
          </Button>
          {folder === null ? null : (
            <Button size="large" disabledReason={reason} onClick={() => launch(null)}>
              {t('launchElsewhere')}
            </Button>
          )}
          {practiceOnly ? (
            <Button size="large" variant="ghost" icon="plus" onClick={() => go('providers')}>
              {t('addProvider')}
            </Button>
          ) : null}
        </>
      }
    >
      {keychain === 'ready' ? null : <KeychainTrouble keychain={keychain} />}
      <p>{t('emptyText')}</p>
      {practiceOnly ? <p className="empty-practice">{t('emptyPractice')}</p> : null}
    </EmptyState>
  );
}

/** Said here too: before the first request there is no list of what needs a look. */
function KeychainTrouble(props: { readonly keychain: 'locked' | 'absent' }): ReactNode {
  const isLocked = props.keychain === 'locked';
  const t = useMessages(overview);
  const recheck = useStatus((state) => state.recheckKeychain);
  return (
    <Note
      tone="warn"
      actions={
        <Button size="small" onClick={() => void recheck()}>
          {t('checkAgain')}
        </Button>
      }
    >
      <b className="b">{isLocked ? t('keychainLocked') : t('keychainAbsent')}</b>
      <p>{isLocked ? t('keychainLockedHelp') : t('keychainAbsentHelp')}</p>
    </Note>
  );
}

function lastPart(folder: string): string {
  return folder.split(/[\\/]/).filter(Boolean).at(-1) ?? folder;
}
