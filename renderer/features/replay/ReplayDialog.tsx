import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { replay } from '../../../shared/i18n/replay.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useStores } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Note } from '../../ui/Note.tsx';
import { Paste } from './Paste.tsx';
import { Problem } from './Problem.tsx';
import { connectReplay, createReplayStore, isRunning, type ReplayStore } from './replay-store.ts';
import { defaultTargets } from './targets.ts';
import { RunView } from './RunView.tsx';
import { Setup } from './Setup.tsx';
import './replay.css';

/** Sends a request again, to one target or to two side by side. Leaving it cancels what still runs, after asking. */
export function ReplayDialog(): ReactNode {
  const api = useApi();
  const { providers } = useStores();
  const of = useNavigation((state) => state.replayOf);
  const [store] = useState(() =>
    createReplayStore(api, defaultTargets(providers.getState().views)),
  );
  useEffect(() => connectReplay(store, api), [store, api]);
  useEffect(() => {
    if (of !== null) void store.getState().prepare({ exchangeId: of });
  }, [store, of]);
  return <ReplayFrame store={store} />;
}

function ReplayFrame(props: { readonly store: ReplayStore }): ReactNode {
  const { store } = props;
  const t = useMessages(replay);
  const open = useNavigation((state) => state.open);
  const phase = useStore(store, (state) => state.phase);
  const error = useStore(store, (state) => state.error);
  const [isAsking, setAsking] = useState(false);
  const running = isRunning(phase);
  const leave = (): void => open('none');
  const close = (): void => {
    if (running) setAsking(true);
    else leave();
  };
  return (
    <Dialog
      title={t('title')}
      closeLabel={t('close')}
      width={phase.kind === 'run' ? 'full' : 'wide'}
      onClose={close}
      footer={
        running && isAsking ? (
          <>
            <span className="grow" role="alert">
              {t('closeCancels')}
            </span>
            <Button onClick={() => setAsking(false)}>{t('stay')}</Button>
            <Button variant="danger" icon="stop" onClick={leave}>
              {t('closeAndCancel')}
            </Button>
          </>
        ) : (
          <Footer store={store} onClose={close} />
        )
      }
    >
      {error === null ? null : <Note tone="bad">{t('failed', { reason: error })}</Note>}
      <Body store={store} />
    </Dialog>
  );
}

function Body(props: { readonly store: ReplayStore }): ReactNode {
  const { store } = props;
  const t = useMessages(replay);
  const phase = useStore(store, (state) => state.phase);
  switch (phase.kind) {
    case 'paste':
      return <Paste store={store} />;
    case 'reading':
      return <p className="t3">{t('reading')}</p>;
    case 'problem':
      return <Problem {...phase} onPaste={store.getState().paste} />;
    case 'choosing':
      return <Setup store={store} draft={phase.draft} />;
    case 'run':
      return <RunView store={store} phase={phase} />;
  }
}

function Footer(props: { readonly store: ReplayStore; readonly onClose: () => void }): ReactNode {
  const { store } = props;
  const t = useMessages(replay);
  const phase = useStore(store, (state) => state.phase);
  const budget = useStore(store, (state) => state.budget);
  const isSending = useStore(store, (state) => state.isSending);
  const running = isRunning(phase);
  const actions = store.getState();
  const sendable = budget?.lines.filter(({ blocked }) => blocked === null).length ?? 0;
  return (
    <>
      {running ? <span className="t3 xs grow">{t('closeRule')}</span> : null}
      <Button onClick={props.onClose}>{t('close')}</Button>
      {phase.kind !== 'choosing' ? null : (
        <Button
          variant="primary"
          icon="redo"
          disabledReason={isSending ? t('sending') : sendable === 0 ? t('nothingToSend') : null}
          onClick={() => void actions.send()}
        >
          {isSending ? t('sending') : t('send', { count: Math.max(1, sendable) })}
        </Button>
      )}
      {!running ? null : (
        <Button variant="danger" icon="stop" onClick={() => void actions.cancel(null)}>
          {t('cancelAll')}
        </Button>
      )}
      {phase.kind !== 'run' || running ? null : (
        <Button icon="redo" onClick={actions.again}>
          {t('again')}
        </Button>
      )}
    </>
  );
}
