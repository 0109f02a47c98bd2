import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { providerTests } from '../../../shared/i18n/provider-tests.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { transfer } from '../../../shared/i18n/transfer.ts';
import { words } from '../../../shared/i18n/words.ts';
import { formatClock } from '../../format/time.ts';
import { useMessages } from '../../i18n.tsx';
import { useHealth, useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Note } from '../../ui/Note.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { State } from '../../ui/State.tsx';
import { TestNote } from '../../ui/TestNote.tsx';
import { Mono } from '../../ui/Values.tsx';
import { EditProvider } from './EditProvider.tsx';
import { HealthSection } from './HealthSection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { ModelsSection } from './ModelsSection.tsx';
import { ShareDialog } from './ShareDialog.tsx';
import { RemoveProvider } from './RemoveProvider.tsx';
import { TrafficHealth } from './TrafficHealth.tsx';
import { stateOf } from '../../format/provider-state.ts';

export function ProviderDetail(props: {
  readonly view: ProviderView;
  readonly onRemoved: () => void;
}): ReactNode {
  const { view } = props;
  const t = useMessages(providers);
  const [dialog, setDialog] = useState<'none' | 'edit' | 'share' | 'remove'>('none');
  const close = (): void => setDialog('none');
  return (
    <div className="page provider-detail">
      <DetailHead
        view={view}
        onEdit={() => setDialog('edit')}
        onShare={() => setDialog('share')}
        onRemove={() => setDialog('remove')}
      />
      <KeysSection view={view} />
      <HealthSection view={view} />
      <TrafficHealth key={view.id} view={view} />
      <LastTest view={view} />
      <ModelsSection view={view} />
      {view.usedByRules.length === 0 ? null : (
        <section>
          <SectionTitle title={t('usedBy')} />
          <p className="xs t2">{view.usedByRules.join(' · ')}</p>
        </section>
      )}
      {dialog === 'edit' ? <EditProvider view={view} onClose={close} /> : null}
      {dialog === 'share' ? (
        <ShareDialog id={view.id} name={view.resolved.name} onClose={close} />
      ) : null}
      {dialog === 'remove' ? (
        <RemoveProvider view={view} onClose={close} onRemoved={props.onRemoved} />
      ) : null}
    </div>
  );
}

function DetailHead(props: {
  readonly view: ProviderView;
  readonly onEdit: () => void;
  readonly onShare: () => void;
  readonly onRemove: () => void;
}): ReactNode {
  const { view } = props;
  const { resolved } = view;
  const t = useMessages(providers);
  const f = useMessages(frame);
  const w = useMessages(words);
  const x = useMessages(transfer);
  const isTesting = useProviders((state) => state.testing.has(view.id));
  const test = useProviders((state) => state.test);
  const [failure, setFailure] = useState<string | null>(null);
  const health = useHealth((state) => state.health);
  const state = stateOf(view, health);
  return (
    <>
      <header className="row g4 detail-head">
        <ProviderMark name={resolved.preset ?? resolved.name} size="large" />
        <div className="grow">
          <div className="row g4">
            <h1>{resolved.name}</h1>
            <State glyph={isTesting ? 'wait' : state.glyph}>
              {isTesting ? t('testing') : w(state.word)}
            </State>
          </div>
          <div className="xs t3 cut">
            <HowItIsReached resolved={resolved} />
          </div>
        </div>
        <Button
          icon="redo"
          disabledReason={isTesting ? t('testing') : null}
          onClick={() => {
            void test(view.id, null).then((error) => setFailure(error?.message ?? null));
          }}
        >
          {isTesting ? t('testing') : t('test')}
        </Button>
        <MenuButton
          label={t('moreActions')}
          items={[
            { id: 'edit', label: f('edit'), onSelect: props.onEdit },
            { id: 'share', label: x('shareAction'), onSelect: props.onShare },
            {
              id: 'remove',
              label: t('removeProvider'),
              danger: true,
              separatorBefore: true,
              onSelect: props.onRemove,
            },
          ]}
        />
      </header>
      {failure === null ? null : <Note tone="bad">{failure}</Note>}
    </>
  );
}

function HowItIsReached(props: { readonly resolved: ProviderView['resolved'] }): ReactNode {
  const { baseUrl, preset, wire } = props.resolved;
  const t = useMessages(providers);
  if (preset === 'practice') return t('practiceReached');
  return (
    <>
      <Mono>{baseUrl}</Mono>
      {' · '}
      <Mono>{wire}</Mono>
      {' · '}
      {wire === 'anthropic-messages' ? t('sameDialect') : t('translated')}
    </>
  );
}

function LastTest(props: { readonly view: ProviderView }): ReactNode {
  const { lastTest } = props.view;
  const t = useMessages(providerTests);
  return (
    <section>
      <SectionTitle
        title={t('lastTest')}
        sub={
          lastTest === null
            ? undefined
            : t('lastTestSub', { time: formatClock(lastTest.at, false) })
        }
      />
      {lastTest === null ? (
        <p className="xs t3">{t('neverTested')}</p>
      ) : (
        <TestNote result={lastTest} />
      )}
    </section>
  );
}
