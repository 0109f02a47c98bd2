import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { lab } from '../../../shared/i18n/lab.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { PageTitle } from '../../ui/Heading.tsx';
import { Note } from '../../ui/Note.tsx';
import { usualRequest } from './lab-form.ts';
import { connectLab, createLabStore, type LabState, type LabStore } from './lab-store.ts';
import { RunList } from './RunList.tsx';
import { RunView } from './RunView.tsx';
import { hostOf } from './selectors.ts';
import { TestForm } from './TestForm.tsx';
import './lab.css';

/** Tests of an endpoint: what it can do for Claude Code, and how much it bears. */
export function LabPage(): ReactNode {
  const api = useApi();
  const [store] = useState(() => createLabStore(api));
  useEffect(() => connectLab(store, api), [store, api]);
  return <LabView store={store} />;
}

function LabView(props: { readonly store: LabStore }): ReactNode {
  const t = useMessages(lab);
  const state = useStore(props.store);
  const [now] = useState(() => Date.now());
  if (!state.loaded)
    return (
      <div className="page">
        <p className="row g2 t2 xs">
          <Glyph name="wait" /> {t('reading')}
        </p>
      </div>
    );
  if (state.runs.length === 0)
    return (
      <div className="page lab-first">
        <ErrorNote error={state.error} />
        <EmptyState drawing="track" title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
        <NewTest state={state} onClose={null} />
      </div>
    );
  return (
    <div className="lab-page">
      <RunList
        runs={state.runs}
        selectedId={state.form === null ? (shownRun(state)?.id ?? null) : null}
        now={now}
        onSelect={state.select}
        onNew={() => state.openForm(usualRequest)}
      />
      <div className="lab-main">
        <ErrorNote error={state.error} />
        {state.form === null ? (
          <ShownRun state={state} />
        ) : (
          <div className="page">
            <PageTitle title={t('newTest')} />
            <NewTest state={state} onClose={state.closeForm} />
          </div>
        )}
      </div>
    </div>
  );
}

/** The chosen run, else the newest. */
function shownRun(state: LabState): LabState['runs'][number] | undefined {
  return state.runs.find((run) => run.id === state.selectedId) ?? state.runs[0];
}

/** Two tests at once would measure each other. */
function useBusyReason(state: LabState): string | null {
  const t = useMessages(lab);
  const running = state.runs.find((run) => run.state === 'running');
  if (running === undefined) return null;
  return t('busy', { model: running.model ?? hostOf(running.request.baseUrl) });
}

function ShownRun(props: { readonly state: LabState }): ReactNode {
  const { state } = props;
  const busyReason = useBusyReason(state);
  const run = shownRun(state);
  if (run === undefined) return null;
  return (
    <RunView
      key={run.id}
      run={run}
      isCancelling={state.cancelling.has(run.id)}
      busyReason={busyReason}
      onAgain={() => void state.start(run.request)}
      onCancel={() => void state.cancel(run.id)}
    />
  );
}

function NewTest(props: {
  readonly state: LabState;
  readonly onClose: (() => void) | null;
}): ReactNode {
  const { state } = props;
  return (
    <TestForm
      request={state.form ?? usualRequest}
      isStarting={state.isStarting}
      startError={state.startError}
      busyReason={useBusyReason(state)}
      onStart={(request) => void state.start(request)}
      onCancel={props.onClose}
    />
  );
}

function ErrorNote(props: { readonly error: string | null }): ReactNode {
  const t = useMessages(lab);
  return props.error === null ? null : (
    <Note tone="bad">{t('readFailed', { reason: props.error })}</Note>
  );
}
