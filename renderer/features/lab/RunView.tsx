import type { ReactNode } from 'react';
import type { LabRun } from '../../../shared/domain/lab.ts';
import { labSentence, labVerdictSentence } from '../../../shared/i18n/lab-results.ts';
import { lab } from '../../../shared/i18n/lab.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useLanguage, useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { useThrottled } from '../../ui/chart/useThrottled.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { Note } from '../../ui/Note.tsx';
import { State } from '../../ui/State.tsx';
import { Table } from '../../ui/Table.tsx';
import { Mono, Num } from '../../ui/Values.tsx';
import { hostOf, outcomeGlyphs, sweepRequests, verdictTone } from './selectors.ts';
import { SweepCharts } from './SweepCharts.tsx';

/** One test: verdict, charts, steps and what each probe said, as far as it has come. */
export function RunView(props: {
  readonly run: LabRun;
  readonly isCancelling: boolean;
  readonly busyReason: string | null;
  readonly onAgain: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { run } = props;
  const t = useMessages(lab);
  const language = useLanguage();
  const drawn = useThrottled(run);
  return (
    <div className="page lab-run-view">
      <RunHead {...props} />
      {run.error === null || run.state !== 'failed' ? null : (
        <Note tone="bad">{t('runFailed', { reason: labSentence(language, run.error, {}) })}</Note>
      )}
      {run.verdict === null ? null : <Verdict run={run} />}
      {run.state === 'running' ? <Progress run={run} /> : null}
      {drawn.id === run.id && drawn.steps.length > 0 ? <SweepCharts run={drawn} /> : null}
      <section className="lab-two">
        <Steps run={run} />
        <Probes run={run} />
      </section>
    </div>
  );
}

function RunHead(props: {
  readonly run: LabRun;
  readonly isCancelling: boolean;
  readonly busyReason: string | null;
  readonly onAgain: () => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { run, isCancelling } = props;
  const t = useMessages(lab);
  const count = run.steps.length;
  return (
    <div className="row lab-head">
      <div className="grow">
        <h1>
          <Rich
            catalog={lab}
            id="heading"
            values={{
              model: <bdi>{run.model ?? run.request.model ?? t('noModel')}</bdi>,
              address: <bdi>{hostOf(run.request.baseUrl)}</bdi>,
            }}
          />
        </h1>
        <div className="xs t3">
          <Mono>{run.request.baseUrl}</Mono>
          {run.wire === null ? null : (
            <>
              {' · '}
              <Mono>{run.wire}</Mono>
            </>
          )}
          {' · '}
          {count === 0 ? t('factsQuick') : t('facts', { count })}
          {count === 0 ? null : <> · {t('requests', { count: sweepRequests(run) })}</>}
          {run.endedAt === null ? null : (
            <>
              {' · '}
              <Num>{formatDuration(run.endedAt - run.startedAt)}</Num>
            </>
          )}
        </div>
      </div>
      {run.state === 'running' ? (
        <Button
          variant="danger"
          icon="stop"
          onClick={props.onCancel}
          disabledReason={isCancelling ? t('cancelling') : null}
        >
          {isCancelling ? t('cancelling') : t('cancel')}
        </Button>
      ) : (
        <Button icon="redo" onClick={props.onAgain} disabledReason={props.busyReason}>
          {t('runAgain')}
        </Button>
      )}
    </div>
  );
}

function Verdict(props: { readonly run: LabRun }): ReactNode {
  const { verdict } = props.run;
  const language = useLanguage();
  if (verdict === null) return null;
  const tone = verdictTone(verdict);
  const sentence = labVerdictSentence(language, verdict.code, {
    bestConcurrency: verdict.bestConcurrency,
    ...verdict.values,
  });
  return (
    <section className="card lab-verdict" data-tone={tone} role="status">
      <Glyph name={tone} large />
      <p>{sentence}</p>
    </section>
  );
}

/** What is being asked just now; the counts say how far it has come. */
function Progress(props: { readonly run: LabRun }): ReactNode {
  const { run } = props;
  const t = useMessages(lab);
  return (
    <p className="state live" role="status">
      <Glyph name="live" />
      {run.runningStep === 0 ? t('probing') : t('loadStep', { count: run.runningStep })}
    </p>
  );
}

function Steps(props: { readonly run: LabRun }): ReactNode {
  const { run } = props;
  const t = useMessages(lab);
  const best = run.verdict?.bestConcurrency;
  if (run.steps.length === 0)
    return (
      <div>
        <SectionTitle title={t('steps')} />
        <p className="xs t3">{run.runningStep > 0 ? t('firstStep') : t('noSweep')}</p>
      </div>
    );
  const head = (id: string, label: string) => ({ id, label, align: 'end' as const });
  return (
    <div>
      <Table
        label={t('steps')}
        columns={[
          { id: 'concurrency', label: t('colAtOnce'), width: '86px' },
          head('total', t('colTotal')),
          head('stream', t('colPerStream')),
          head('p50', t('colP50')),
          head('p95', t('colP95')),
          { ...head('errors', t('colErrors')), width: '56px' },
        ]}
      >
        {run.steps.map((step) => {
          const isBest = step.concurrency === best;
          return (
            <tr key={step.concurrency} className={isBest ? 'b' : undefined}>
              <td>
                <span className="row g2">
                  <Num>{step.concurrency}</Num>
                  {isBest ? <Glyph name="ok" label={t('best')} /> : null}
                </span>
              </td>
              <td className="end">
                <Num>
                  {step.totalTokensPerSecond.toFixed(step.totalTokensPerSecond < 100 ? 1 : 0)}
                </Num>
              </td>
              <td className="end">
                <Num>{step.perStreamTokensPerSecond.toFixed(1)}</Num>
              </td>
              <td className="end">
                <Num>{formatDuration(step.ttftP50Ms)}</Num>
              </td>
              <td className="end">
                <Num>{formatDuration(step.ttftP95Ms)}</Num>
              </td>
              <td className={step.errors > 0 ? 'end bad' : 'end t3'}>
                <Num>{formatCount(step.errors)}</Num>
              </td>
            </tr>
          );
        })}
      </Table>
    </div>
  );
}

function Probes(props: { readonly run: LabRun }): ReactNode {
  const { probes } = props.run;
  const t = useMessages(lab);
  const language = useLanguage();
  const asked = probes.filter(
    (probe) => probe.outcome !== 'skipped' && probe.outcome !== 'running',
  );
  const passed = asked.filter((probe) => probe.outcome === 'pass');
  return (
    <div>
      <SectionTitle
        title={t('behaviour')}
        sub={
          asked.length === 0
            ? undefined
            : t('behaviourSub', { passed: passed.length, count: asked.length })
        }
      />
      <ul className="xs lab-probes">
        {probes.map((probe) => (
          <li key={probe.id}>
            <State glyph={outcomeGlyphs[probe.outcome]}>
              {labSentence(language, probe.code, probe.values)}
            </State>
          </li>
        ))}
      </ul>
    </div>
  );
}
