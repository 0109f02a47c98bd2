import type { ReactNode } from 'react';
import { frame } from '../../../shared/i18n/frame.ts';
import { baselineWord } from '../../../shared/domain/baseline-word.ts';
import { countUnwell } from '../../format/provider-state.ts';
import { useMessages } from '../../i18n.tsx';
import { useHealth, useNavigation, useProviders, useStatus } from '../../stores/context.tsx';
import type { PageId } from '../../stores/navigation.ts';
import { pageIds } from '../../stores/navigation.ts';
import { Brand } from '../../ui/Brand.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Money, Num } from '../../ui/Values.tsx';
import { shortcutText } from './shortcuts.ts';

export function Sidebar(): ReactNode {
  const t = useMessages(frame);
  const page = useNavigation((state) => state.page);
  const open = useNavigation((state) => state.open);
  return (
    <aside className="side">
      <div className="brand">
        <Brand />
        <span className="brand-name">Switchyard</span>
      </div>
      <button
        type="button"
        className="find"
        title={`${t('searchOrRun')} (${shortcutText('K')})`}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => open('palette')}
      >
        <Icon name="search" size="small" />
        <span className="cut">{t('searchOrRun')}</span>
        <span className="kbd push">{shortcutText('K')}</span>
      </button>
      <nav className="nav" aria-label={t('pages')}>
        {pageIds.map((id, index) => (
          <NavItem key={id} id={id} place={index + 1} isCurrent={id === page} />
        ))}
      </nav>
      <SideFoot />
    </aside>
  );
}

function NavItem(props: {
  readonly id: PageId;
  readonly place: number;
  readonly isCurrent: boolean;
}): ReactNode {
  const { id, place, isCurrent } = props;
  const t = useMessages(frame);
  const go = useNavigation((state) => state.go);
  return (
    <a
      href={`#${id}`}
      aria-current={isCurrent ? 'page' : undefined}
      title={`${t(id)} (${shortcutText(String(place))})`}
      onClick={(event) => {
        event.preventDefault();
        go(id);
      }}
    >
      <Icon name={id} />
      <span className="label">{t(id)}</span>
      <NavCount id={id} />
    </a>
  );
}

function NavCount(props: { readonly id: PageId }): ReactNode {
  const t = useMessages(frame);
  const streaming = useStatus((state) => state.status?.today.streaming ?? 0);
  const health = useHealth((state) => state.health);
  const unwell = useProviders((state) => countUnwell(state.views, health));
  if (props.id === 'live' && streaming > 0) {
    return (
      <span className="count" title={t('streamingNow', { count: streaming })}>
        <Glyph name="live" label={t('streamingNow', { count: streaming })} />
        <Num>{streaming}</Num>
      </span>
    );
  }
  if (props.id === 'providers' && unwell > 0) {
    return (
      <span className="count" title={t('providersUnwell', { count: unwell })}>
        <Glyph name="warn" label={t('providersUnwell', { count: unwell })} />
        <Num>{unwell}</Num>
      </span>
    );
  }
  return null;
}

function SideFoot(): ReactNode {
  const t = useMessages(frame);
  const status = useStatus((state) => state.status);
  if (status === null) return null;
  if (status.address === null) {
    return (
      <div className="sidefoot">
        <div className="line">
          <span>{t('gateway')}</span>
          <b className="bad">{t('notListening')}</b>
        </div>
      </div>
    );
  }
  const { today } = status;
  const isQuiet = today.requests === 0;
  const savedLabel = t('savedVs', { model: baselineWord(status.baselineModel) });
  return (
    <div className="sidefoot">
      <div className="line">
        <span>{t('today')}</span>
        <b>{isQuiet ? t('noRequests') : <Money nanoUsd={today.spentNanoUsd} />}</b>
      </div>
      <div className="line">
        <span className="cut" title={savedLabel}>
          {savedLabel}
        </span>
        <b>
          <Money nanoUsd={isQuiet ? null : today.savedNanoUsd} />
        </b>
      </div>
    </div>
  );
}
