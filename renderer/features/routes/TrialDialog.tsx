import { useState } from 'react';
import type { ReactNode } from 'react';
import { trialDays, type TrialDays } from '../../../shared/domain/past-trial.ts';
import type { Rule } from '../../../shared/domain/rule.ts';
import { pastTrial } from '../../../shared/i18n/past-trial.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Note } from '../../ui/Note.tsx';
import { Segment } from '../../ui/Segment.tsx';
import { TrialResult } from './TrialResult.tsx';
import { useTrial, type TrialState } from './use-trial.ts';
import './trial.css';

const dayWords = { 1: 'oneDay', 7: 'sevenDays', 30: 'thirtyDays' } as const;

/** What the rules as they stand here would have done with the traffic of the last days; nothing is sent or saved. */
export function TrialDialog(props: {
  readonly profileId: string;
  readonly rules: readonly Rule[];
  readonly isUnsaved: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const t = useMessages(pastTrial);
  const [days, setDays] = useState<TrialDays>(7);
  const { state, stop, again } = useTrial(props.profileId, props.rules, days);
  return (
    <Dialog
      title={props.isUnsaved ? t('titleUnsaved') : t('title')}
      width="widest"
      closeLabel={t('close')}
      onClose={props.onClose}
      footer={<Button onClick={props.onClose}>{t('close')}</Button>}
    >
      <div className="row">
        <Segment
          label={t('days')}
          value={String(days)}
          choices={trialDays.map((value) => ({ value: String(value), label: t(dayWords[value]) }))}
          onChange={(value) => setDays(trialDays.find((each) => String(each) === value) ?? days)}
        />
      </div>
      <div className="trial-body" aria-busy={state.kind === 'running'}>
        <TrialStateView state={state} rules={props.rules} onStop={stop} onAgain={again} />
      </div>
    </Dialog>
  );
}

function TrialStateView(props: {
  readonly state: TrialState;
  readonly rules: readonly Rule[];
  readonly onStop: () => void;
  readonly onAgain: () => void;
}): ReactNode {
  const t = useMessages(pastTrial);
  const { state } = props;
  const again = <Button onClick={props.onAgain}>{t('again')}</Button>;
  switch (state.kind) {
    case 'running':
      return (
        <p className="row g2 t2 xs" role="status">
          <Glyph name="wait" />
          <span className="num">
            {state.progress === null
              ? t('counting')
              : t('running', {
                  done: formatCount(state.progress.done),
                  of: formatCount(state.progress.of),
                })}
          </span>
          <Button size="small" onClick={props.onStop}>
            {t('stop')}
          </Button>
        </p>
      );
    case 'stopped':
      return <Note actions={again}>{t('stopped')}</Note>;
    case 'failed':
      return (
        <Note tone="bad" actions={again}>
          {t('failed', { reason: state.reason })}
        </Note>
      );
    case 'done':
      return state.trial.requests === 0 ? (
        <EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>
      ) : (
        <TrialResult trial={state.trial} rules={props.rules} />
      );
  }
}
