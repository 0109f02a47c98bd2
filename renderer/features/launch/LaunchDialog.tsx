import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { LaunchPlan, LaunchResult } from '../../../shared/domain/launch.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { launch } from '../../../shared/i18n/launch.ts';
import { settled, useApi } from '../../bridge.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useNavigation } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/Copy.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { Mono } from '../../ui/Values.tsx';

const installCommand = 'npm install -g @anthropic-ai/claude-code';
const installDocs = 'https://code.claude.com/docs/en/setup';

type Phase =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'planned'; readonly plan: LaunchPlan }
  | { readonly kind: 'starting'; readonly plan: LaunchPlan }
  | { readonly kind: 'done'; readonly plan: LaunchPlan; readonly result: LaunchResult };

/** Shows what would run, with Copy, and what to do when `claude` or a terminal is missing; then starts it. */
export function LaunchDialog(): ReactNode {
  const t = useMessages(launch);
  const f = useMessages(frame);
  const api = useApi();
  const open = useNavigation((state) => state.open);
  const go = useNavigation((state) => state.go);
  const wanted = useNavigation((state) => state.launchFolder);
  const [folder, setFolder] = useState(wanted);
  const [phase, setPhase] = usePlan(folder);
  const close = (): void => open('none');

  const choose = useCallback(async (): Promise<string | null> => {
    const reply = await settled(api.launch.chooseFolder());
    return reply.ok ? reply.value : null;
  }, [api]);
  useEffect(() => {
    if (folder !== null) return undefined;
    let isShown = true;
    void choose().then((chosen) => {
      if (!isShown) return;
      if (chosen === null) open('none');
      else setFolder(chosen);
    });
    return () => {
      isShown = false;
    };
  }, [folder, choose, open]);
  const chooseAnother = async (): Promise<void> => {
    const chosen = await choose();
    if (chosen !== null) setFolder(chosen);
  };

  const start = async (plan: LaunchPlan): Promise<void> => {
    setPhase({ kind: 'starting', plan });
    const reply = await settled(api.launch.start({ folder: plan.folder }));
    setPhase(
      reply.ok
        ? { kind: 'done', plan, result: reply.value }
        : { kind: 'failed', message: reply.error.message },
    );
  };
  const plan = 'plan' in phase ? phase.plan : null;
  const isStarted = phase.kind === 'done' && phase.result.started;
  const reason =
    plan === null
      ? t('reading')
      : phase.kind === 'starting'
        ? t('starting')
        : plan.problem === null
          ? null
          : t(`problem-${plan.problem}`);
  return (
    <Dialog
      title={t('title')}
      closeLabel={f('close')}
      width="wide"
      onClose={close}
      footer={
        isStarted ? (
          <>
            <Button onClick={close}>{f('close')}</Button>
            <Button variant="primary" icon="live" onClick={() => go('live')}>
              {f('live')}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={close}>{f('cancel')}</Button>
            <Button
              variant="primary"
              icon="terminal"
              disabledReason={reason}
              onClick={() => {
                if (plan !== null) void start(plan);
              }}
            >
              {phase.kind === 'starting' ? t('starting') : t('start')}
            </Button>
          </>
        )
      }
    >
      <div className="launch-folder">
        <span className="field-label">{t('folder')}</span>
        <span className="row">
          <span className="cut grow" title={folder ?? undefined}>
            <Mono>{folder ?? '—'}</Mono>
          </span>
          <Button size="small" icon="folder" onClick={() => void chooseAnother()}>
            {t('chooseAnother')}
          </Button>
        </span>
      </div>
      {phase.kind === 'reading' && folder !== null ? <p className="t3">{t('reading')}</p> : null}
      {phase.kind === 'failed' ? (
        <Note tone="bad">{t('planFailed', { detail: phase.message })}</Note>
      ) : null}
      {plan === null ? null : <PlanPart plan={plan} />}
      {phase.kind === 'done' ? <Outcome result={phase.result} /> : null}
    </Dialog>
  );
}

function usePlan(folder: string | null): readonly [Phase, (phase: Phase) => void] {
  const api = useApi();
  const [phase, setPhase] = useState<Phase>({ kind: 'reading' });
  useEffect(() => {
    if (folder === null) return undefined;
    let isShown = true;
    void settled(api.launch.plan({ folder })).then((reply) => {
      if (!isShown) return;
      setPhase(
        reply.ok
          ? { kind: 'planned', plan: reply.value }
          : { kind: 'failed', message: reply.error.message },
      );
    });
    return () => {
      isShown = false;
    };
  }, [api, folder]);
  return [phase, setPhase];
}

function PlanPart(props: { readonly plan: LaunchPlan }): ReactNode {
  const { plan } = props;
  const t = useMessages(launch);
  const f = useMessages(frame);
  const api = useApi();
  const copy = async (): Promise<boolean> =>
    (await settled(api.app.copyText({ text: plan.command }))).ok;
  return (
    <>
      <Problem plan={plan} />
      <div className="field">
        <span className="field-label">{t('command')}</span>
        <div className="launch-command">
          <code dir="ltr">{plan.command}</code>
          <CopyButton label={f('copy')} copiedLabel={f('copied')} copy={copy} />
        </div>
        <p className="field-message">{t('commandHint')}</p>
      </div>
      <p className="xs t2">
        {plan.terminal === null ? null : (
          <>
            {t('terminal')}: <bdi>{plan.terminal}</bdi>.{' '}
          </>
        )}
        {plan.credential === 'login' ? t('credentialLogin') : t('credentialToken')}
      </p>
    </>
  );
}

function Problem(props: { readonly plan: LaunchPlan }): ReactNode {
  const { problem } = props.plan;
  const t = useMessages(launch);
  const api = useApi();
  if (problem === null) return null;
  return (
    <Note tone="warn">
      <b className="b">{t(`problem-${problem}`)}</b>
      <p>
        <Rich
          catalog={launch}
          id={`help-${problem}`}
          values={{ command: <code>{installCommand}</code> }}
        />
      </p>
      {problem === 'claude-not-found' ? (
        <button
          type="button"
          className="link"
          onClick={() => void settled(api.app.openDocs({ url: installDocs }))}
        >
          {t('installDocs')}
        </button>
      ) : null}
    </Note>
  );
}

function Outcome(props: { readonly result: LaunchResult }): ReactNode {
  const { started, plan, detail } = props.result;
  const t = useMessages(launch);
  return started ? (
    <Note tone="ok">{t('started', { terminal: plan.terminal ?? t('terminal') })}</Note>
  ) : (
    <Note tone="bad">{t('startFailed', { detail })}</Note>
  );
}
