import type { ReactNode } from 'react';
import type { ReplayProblem } from '../../../shared/domain/replay.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** Why nothing can be sent, and what to do about it. */
export function Problem(props: {
  readonly problem: ReplayProblem;
  readonly reason: string;
  readonly onPaste: () => void;
}): ReactNode {
  const t = useMessages(replay);
  const go = useNavigation((state) => state.go);
  const { problem } = props;
  const reason = problem === 'cut' ? formatCount(Number(props.reason)) : props.reason;
  return (
    <EmptyState
      title={t(`problem-${problem}`)}
      actions={
        <>
          {problem === 'not-kept' ? (
            <Button icon="settings" onClick={() => go('settings')}>
              {t('openSettings')}
            </Button>
          ) : null}
          <Button icon="copy" onClick={props.onPaste}>
            {t('pasteInstead')}
          </Button>
        </>
      }
    >
      {t(`remedy-${problem}`, { reason })}
    </EmptyState>
  );
}
