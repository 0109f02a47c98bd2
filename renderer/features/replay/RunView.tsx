import { useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { isEnded } from '../../../shared/domain/exchange.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { useMessages } from '../../i18n.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Differences } from './Differences.tsx';
import { Side } from './Side.tsx';
import { shownSides, type ReplayPhase, type ReplayStore } from './replay-store.ts';

type View = 'answers' | 'differences';

/** The answers beside each other as they come, and what tells them apart. */
export function RunView(props: {
  readonly store: ReplayStore;
  readonly phase: Extract<ReplayPhase, { readonly kind: 'run' }>;
}): ReactNode {
  const { store, phase } = props;
  const t = useMessages(replay);
  const [view, setView] = useState<View>('answers');
  const choices = useStore(store, (state) => state.choices);
  const { cancel } = store.getState();
  const sides = shownSides(phase, choices);
  const [left, right] = sides;
  const answers = (
    <div className="replay-sides" data-sides={sides.length}>
      {sides.map(({ side, sent }) => (
        <Side
          key={sent ?? 'recorded'}
          side={side}
          isRecorded={sent === null}
          onCancel={sent === null ? null : () => void cancel(sent)}
        />
      ))}
    </div>
  );
  if (left === undefined || right === undefined) return answers;
  const hasEnded = sides.every(({ side }) => isEnded(side.state));
  return (
    <Tabs
      label={t('views')}
      value={view}
      tabs={[
        { value: 'answers', label: t('answers') },
        { value: 'differences', label: t('differences') },
      ]}
      onChange={setView}
    >
      {view === 'answers' ? answers : null}
      {view === 'differences' && !hasEnded ? <p className="t3 xs">{t('diffLater')}</p> : null}
      {view === 'differences' && hasEnded ? (
        <Differences left={left.side} right={right.side} />
      ) : null}
    </Tabs>
  );
}
