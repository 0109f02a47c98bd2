import { useState } from 'react';
import type { ReactNode } from 'react';
import { findPreset } from '../../../shared/catalog/index.ts';
import type { ProviderView } from '../../../shared/domain/provider-view.ts';
import type { ProviderKey } from '../../../shared/domain/provider.ts';
import type { KeyInfo } from '../../../shared/domain/secret-state.ts';
import { keyStanding, type KeyStanding } from '../../../shared/domain/provider-health.ts';
import { health as healthMessages } from '../../../shared/i18n/health.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { settled, useApi } from '../../bridge.ts';
import { formatDay } from '../../format/time.ts';
import { useLanguage, useMessages } from '../../i18n.tsx';
import { useHealth, useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { Meter } from '../../ui/Meter.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { State } from '../../ui/State.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Table } from '../../ui/Table.tsx';
import { Mono, Num } from '../../ui/Values.tsx';
import { needsKey } from '../../format/provider-state.ts';
import { KeychainNote } from './KeychainNote.tsx';
import { KeyLimitsDialog } from './KeyLimitsDialog.tsx';
import { KeyNotes } from './KeyNotes.tsx';
import { keyWords } from './health-words.ts';
import { KeyEntry } from './KeyEntry.tsx';

/** The provider's keys without their secrets, and the way in for a new one. */
export function KeysSection(props: { readonly view: ProviderView }): ReactNode {
  const { view } = props;
  const { auth } = view.resolved;
  const t = useMessages(providers);
  const [entry, setEntry] = useState<'closed' | 'new' | { readonly replace: string }>('closed');
  const [limitsOf, setLimitsOf] = useState<string | null>(null);
  const storeKey = useProviders((state) => state.storeKey);
  const test = useProviders((state) => state.test);
  if (!needsKey(auth)) {
    return (
      <section>
        <SectionTitle title={t('keys')} />
        <p className="xs t3">{auth === 'native' ? t('keysNative') : t('keysNone')}</p>
      </section>
    );
  }
  const isOpen = entry !== 'closed' || view.keys.length === 0;
  const ids = view.keys.map((key) => key.keyId);
  return (
    <section>
      <SectionTitle
        title={t('keys')}
        sub={t('keysSub')}
        actions={
          isOpen ? null : (
            <Button size="small" variant="ghost" icon="plus" onClick={() => setEntry('new')}>
              {t('addKey')}
            </Button>
          )
        }
      />
      {view.keys.length === 0 ? null : (
        <KeyTable
          view={view}
          onReplace={(replace) => setEntry({ replace })}
          onLimits={setLimitsOf}
        />
      )}
      <KeyNotes view={view} />
      {isOpen ? (
        <KeyEntry
          key={typeof entry === 'string' ? entry : entry.replace}
          keyId={typeof entry === 'string' ? null : entry.replace}
          suggestedId={ids.includes('main') ? `key-${ids.length + 1}` : 'main'}
          store={async (keyId, secret) => {
            const failure = await storeKey(view.id, keyId, secret);
            return failure?.message ?? null;
          }}
          onDone={() => {
            setEntry('closed');
            void test(view.id, null);
          }}
          onCancel={view.keys.length === 0 ? null : () => setEntry('closed')}
        />
      ) : null}
      {isOpen ? <WhereToFind presetId={view.resolved.preset} /> : null}
      <KeychainNote />
      {limitsOf === null ? null : (
        <KeyLimitsDialog view={view} keyId={limitsOf} onClose={() => setLimitsOf(null)} />
      )}
    </section>
  );
}

function WhereToFind(props: { readonly presetId: string | null }): ReactNode {
  const t = useMessages(providers);
  const api = useApi();
  const url = props.presetId === null ? null : (findPreset(props.presetId)?.keyUrl ?? null);
  if (url === null) return null;
  return (
    <button
      type="button"
      className="link xs"
      onClick={() => void settled(api.app.openDocs({ url }))}
    >
      {t('whereToFind')}
    </button>
  );
}

function KeyTable(props: {
  readonly view: ProviderView;
  readonly onReplace: (keyId: string) => void;
  readonly onLimits: (keyId: string) => void;
}): ReactNode {
  const { view } = props;
  const t = useMessages(providers);
  const h = useMessages(healthMessages);
  const columns: readonly Column[] = [
    { id: 'priority', label: t('priority'), width: '60px' },
    { id: 'name', label: t('keyName'), width: '18%' },
    { id: 'ends', label: t('endsIn'), width: '72px' },
    { id: 'state', label: t('state') },
    { id: 'requests', label: h('requests'), width: '118px' },
    { id: 'tokens', label: h('tokens'), width: '132px' },
    { id: 'added', label: t('added'), width: '64px', align: 'end' },
    { id: 'actions', label: '', width: '40px' },
  ];
  return (
    <Table label={t('keys')} columns={columns}>
      {view.keys.map((info) => (
        <KeyRow key={info.keyId} {...props} info={info} />
      ))}
    </Table>
  );
}

function KeyRow(props: {
  readonly view: ProviderView;
  readonly info: KeyInfo;
  readonly onReplace: (keyId: string) => void;
  readonly onLimits: (keyId: string) => void;
}): ReactNode {
  const { view, info } = props;
  const t = useMessages(providers);
  const language = useLanguage();
  const removeKey = useProviders((state) => state.removeKey);
  const save = useProviders((state) => state.save);
  const keys = view.draft.keys ?? [];
  const key = keys.find(({ id }) => id === info.keyId);
  const h = useMessages(healthMessages);
  const health = useHealth((state) => state.health);
  const standing = keyStanding(health, view.id, info.keyId);
  const said = standing === null || !info.present ? null : keyWords(standing, key);
  const remove = async (): Promise<void> => {
    if ((await removeKey(view.id, info.keyId)) !== null) return;
    await save({ ...view.draft, keys: keys.filter((key) => key.id !== info.keyId) }, false);
  };
  /** What stands in the environment is changed there. */
  const ownKeyItems = [
    {
      id: 'replace',
      icon: 'redo',
      label: t('replaceKey'),
      onSelect: () => props.onReplace(info.keyId),
    },
    {
      id: 'remove',
      icon: 'close',
      danger: true,
      label: t('removeKey'),
      onSelect: () => void remove(),
    },
  ] as const;
  return (
    <tr>
      <td>
        <Num>{key?.priority ?? '—'}</Num>
      </td>
      <td className="b">
        <bdi>{info.keyId}</bdi>
      </td>
      <td>
        <Mono>{info.last4 === null ? '—' : `…${info.last4}`}</Mono>
      </td>
      <td>
        <KeyState info={info} said={said} />
      </td>
      <KeyUse keyOf={key} standing={standing} />
      <td className="end t3">
        {/* The year shows only when it is another one; the entry's own day decides that well enough. */}
        {info.addedAt === null ? '—' : formatDay(info.addedAt, language, info.addedAt)}
      </td>
      <td className="end">
        <MenuButton
          size="small"
          label={t('keyActions', { name: info.keyId })}
          items={[
            {
              id: 'limits',
              label: h('limitsAction'),
              onSelect: () => props.onLimits(info.keyId),
            },
            ...(info.source === 'env' ? [] : ownKeyItems),
          ]}
        />
      </td>
    </tr>
  );
}

/** What requests showed of the key, else whether there is one. */
function KeyState(props: {
  readonly info: KeyInfo;
  readonly said: ReturnType<typeof keyWords>;
}): ReactNode {
  const { info, said } = props;
  const t = useMessages(providers);
  const h = useMessages(healthMessages);
  if (said !== null) return <State glyph={said.glyph}>{h(said.word, said.values)}</State>;
  if (!info.present) return <State glyph="warn">{t('keyMissing')}</State>;
  const word = ({ keychain: 'keyStored', session: 'keySession', env: 'keyEnv' } as const)[
    info.source
  ];
  return <State glyph="ok">{t(word)}</State>;
}

/** The last minute against the limits that the user gave. */
function KeyUse(props: {
  readonly keyOf: ProviderKey | undefined;
  readonly standing: KeyStanding | null;
}): ReactNode {
  const { keyOf, standing } = props;
  const h = useMessages(healthMessages);
  const { requestsPerMinute = null, tokensPerMinute = null } = keyOf ?? {};
  const { requestsLastMinute = 0, tokensLastMinute = 0 } = standing ?? {};
  return (
    <>
      <td>
        <Meter label={h('requests')} used={requestsLastMinute} limit={requestsPerMinute} />
      </td>
      <td>
        <Meter label={h('tokens')} used={tokensLastMinute} limit={tokensPerMinute} />
      </td>
    </>
  );
}
