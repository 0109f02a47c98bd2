import type { ReactNode } from 'react';
import type { LabRun } from '../../../shared/domain/lab.ts';
import { lab } from '../../../shared/i18n/lab.ts';
import { formatClock, formatDay } from '../../format/time.ts';
import { useLanguage, useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { PageTitle } from '../../ui/Heading.tsx';
import { State } from '../../ui/State.tsx';
import { groupRuns, runGlyph } from './selectors.ts';

/** The tests so far, by address. */
export function RunList(props: {
  readonly runs: readonly LabRun[];
  readonly selectedId: string | null;
  readonly now: number;
  readonly onSelect: (id: string) => void;
  readonly onNew: () => void;
}): ReactNode {
  const t = useMessages(lab);
  return (
    <aside className="lab-list" aria-label={t('runs')}>
      <PageTitle
        title={t('title')}
        actions={
          <Button icon="plus" onClick={props.onNew}>
            {t('newTest')}
          </Button>
        }
      />
      {groupRuns(props.runs).map((group) => (
        <div key={group.host}>
          <div className="xxs t3 mono cut" dir="ltr">
            {group.host}
          </div>
          <ul className="xs">
            {group.runs.map((run) => (
              <li key={run.id}>
                <button
                  type="button"
                  className={classes('lab-run', run.id === props.selectedId && 'sel')}
                  aria-current={run.id === props.selectedId || undefined}
                  onClick={() => props.onSelect(run.id)}
                >
                  <RunLine run={run} now={props.now} />
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </aside>
  );
}

const stateWords = {
  running: 'stateRunning',
  done: 'stateDone',
  cancelled: 'stateCancelled',
  failed: 'stateFailed',
} as const;

function RunLine(props: { readonly run: LabRun; readonly now: number }): ReactNode {
  const { run } = props;
  const t = useMessages(lab);
  const language = useLanguage();
  return (
    <>
      <span className="row">
        <span className="b nowrap">
          {formatDay(run.startedAt, language, props.now)}{' '}
          <span className="num">{formatClock(run.startedAt, false)}</span>
        </span>
        <span className="push t3">{run.request.maxConcurrency > 0 ? t('sweep') : t('quick')}</span>
      </span>
      <State glyph={runGlyph(run)}>
        {run.state === 'done' && run.model !== null ? (
          <span className="mono" dir="ltr">
            {run.model}
          </span>
        ) : (
          t(stateWords[run.state])
        )}
      </State>
    </>
  );
}
