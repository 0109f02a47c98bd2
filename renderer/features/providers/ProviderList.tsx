import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { presets } from '../../../shared/catalog/index.ts';
import type { ProviderPreset } from '../../../shared/catalog/preset.ts';
import type { DiscoveredEndpoint, ProviderView } from '../../../shared/domain/provider-view.ts';
import { frame } from '../../../shared/i18n/frame.ts';
import { providers } from '../../../shared/i18n/providers.ts';
import { words } from '../../../shared/i18n/words.ts';
import { useMessages } from '../../i18n.tsx';
import { useHealth, useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { PageTitle } from '../../ui/Heading.tsx';
import { moveFocus } from '../../ui/Menu.tsx';
import { Note } from '../../ui/Note.tsx';
import { ProviderMark } from '../../ui/ProviderMark.tsx';
import { State } from '../../ui/State.tsx';
import { Mono, Num } from '../../ui/Values.tsx';
import type { Selection } from './list.ts';
import { hostOf, portOf, sectionsOf } from './list.ts';
import { stateOf } from '../../format/provider-state.ts';

export function ProviderList(props: {
  readonly selection: Selection;
  readonly discovered: readonly DiscoveredEndpoint[];
  readonly onSelect: (selection: Selection) => void;
}): ReactNode {
  const { selection, onSelect } = props;
  const t = useMessages(providers);
  const f = useMessages(frame);
  const views = useProviders((state) => state.views);
  const error = useProviders((state) => state.error);
  const [find, setFind] = useState('');
  const findField = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLElement>(null);
  const sections = sectionsOf(views, props.discovered, find);
  const chosen = selection?.kind === 'provider' ? selection.id : null;
  const pick = (id: string): void => onSelect({ kind: 'provider', id });
  return (
    <aside
      ref={pane}
      className="provider-list"
      aria-label={f('providers')}
      onKeyDown={(event) => {
        if (event.target !== findField.current || event.key === 'ArrowDown')
          moveFocus(event, pane.current, '.provider-item', 'vertical');
      }}
    >
      <PageTitle
        title={f('providers')}
        actions={
          <Button icon="plus" onClick={() => findField.current?.focus()}>
            {f('add')}
          </Button>
        }
      />
      <TextField
        ref={findField}
        type="search"
        icon="search"
        soft
        value={find}
        onChange={setFind}
        placeholder={t('find', { count: views.length + presets.length })}
        aria-label={t('find', { count: views.length + presets.length })}
      />
      {error === null ? null : <Note tone="bad">{t('loadFailed', { reason: error.message })}</Note>}
      <Group
        title={t('setUp')}
        side={sections.setUp.length > 0 ? t('requestsToday') : null}
        empty={views.length === 0 ? t('noneSetUp') : null}
        count={sections.setUp.length}
      >
        {sections.setUp.map((view) => (
          <ProviderItem key={view.id} view={view} isChosen={view.id === chosen} onPick={pick} />
        ))}
      </Group>
      <Group title={t('onYourMachines')} count={sections.local.length}>
        {sections.local.map((view) => (
          <ProviderItem key={view.id} view={view} isChosen={view.id === chosen} onPick={pick} />
        ))}
      </Group>
      <Group title={t('practice')} count={sections.practice.length}>
        {sections.practice.map((view) => (
          <ProviderItem key={view.id} view={view} isChosen={view.id === chosen} onPick={pick} />
        ))}
      </Group>
      <Group title={t('foundNow')} count={sections.found.length}>
        {sections.found.map((endpoint) => (
          <FoundItem
            key={endpoint.baseUrl}
            endpoint={endpoint}
            onUse={() => onSelect({ kind: 'preset', id: endpoint.preset, found: endpoint })}
          />
        ))}
      </Group>
      <Group
        title={t('catalogue')}
        side={<Num>{sections.catalogue.length}</Num>}
        empty={find === '' ? null : t('nothingFound')}
        count={sections.catalogue.length}
      >
        {sections.catalogue.map((preset) => (
          <PresetItem
            key={preset.id}
            preset={preset}
            isChosen={selection?.kind === 'preset' && selection.id === preset.id}
            onPick={() => onSelect({ kind: 'preset', id: preset.id, found: null })}
          />
        ))}
      </Group>
    </aside>
  );
}

function Group(props: {
  readonly title: string;
  readonly side?: ReactNode;
  readonly empty?: string | null;
  readonly count: number;
  readonly children: ReactNode;
}): ReactNode {
  const { empty = null } = props;
  if (props.count === 0 && empty === null) return null;
  return (
    <section>
      <h2 className="list-heading">
        <span>{props.title}</span>
        <span>{props.side}</span>
      </h2>
      {props.count === 0 ? <p className="xs t3">{empty}</p> : <ul>{props.children}</ul>}
    </section>
  );
}

function ProviderItem(props: {
  readonly view: ProviderView;
  readonly isChosen: boolean;
  readonly onPick: (id: string) => void;
}): ReactNode {
  const { view } = props;
  const t = useMessages(providers);
  const w = useMessages(words);
  const health = useHealth((state) => state.health);
  const state = stateOf(view, health);
  const { auth, baseUrl } = view.resolved;
  const present = view.keys.filter((key) => key.present).length;
  return (
    <li>
      <button
        type="button"
        className="provider-item"
        aria-current={props.isChosen ? 'true' : undefined}
        onClick={() => props.onPick(view.id)}
      >
        <ProviderMark name={view.resolved.preset ?? view.resolved.name} />
        <span className="grow">
          <span className="row">
            <b className="b grow cut">{view.resolved.name}</b>
            <span className="xs t2">
              <Num>{view.requestsToday === 0 ? '—' : view.requestsToday}</Num>
            </span>
          </span>
          <span className="row xs provider-sub">
            <State glyph={state.glyph}>{w(state.word)}</State>
            {state.glyph === 'warn' || state.glyph === 'bad' ? null : (
              <>
                <span className="t3">·</span>
                <span className="t3 cut">
                  {view.resolved.preset === 'practice' ? (
                    t('madeUpAnswers')
                  ) : auth === 'native' ? (
                    w('ownLogin')
                  ) : auth === 'none' ? (
                    <Mono>{hostOf(baseUrl)}</Mono>
                  ) : (
                    t('keyCount', { count: present })
                  )}
                </span>
              </>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

function FoundItem(props: {
  readonly endpoint: DiscoveredEndpoint;
  readonly onUse: () => void;
}): ReactNode {
  const { endpoint } = props;
  const t = useMessages(providers);
  return (
    <li className="found-item">
      <ProviderMark name={endpoint.preset} />
      <span className="grow">
        <b className="b">{endpoint.name}</b>
        <span className="xs t3 cut found-sub">
          <Mono>{portOf(endpoint.baseUrl)}</Mono>
          {' · '}
          {t('models', { count: endpoint.models.length })}
        </span>
      </span>
      <Button size="small" onClick={props.onUse} aria-label={`${t('use')}: ${endpoint.name}`}>
        {t('use')}
      </Button>
    </li>
  );
}

function PresetItem(props: {
  readonly preset: ProviderPreset;
  readonly isChosen: boolean;
  readonly onPick: () => void;
}): ReactNode {
  const { preset } = props;
  const t = useMessages(providers);
  const need =
    preset.auth === 'native' ? 'needsLogin' : preset.auth === 'none' ? 'needsNothing' : 'needsKey';
  return (
    <li>
      <button
        type="button"
        className="provider-item small"
        aria-current={props.isChosen ? 'true' : undefined}
        onClick={props.onPick}
      >
        <ProviderMark name={preset.id} />
        <span className="grow cut">{preset.name}</span>
        <span className="t3">{t(need)}</span>
      </button>
    </li>
  );
}
