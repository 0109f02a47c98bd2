import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { live } from '../../../shared/i18n/live.ts';
import { liveConversations } from '../../../shared/i18n/live-conversations.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { ColumnsButton } from './ColumnsButton.tsx';
import type { Filter } from './filter.ts';
import { FilterBox } from './FilterBox.tsx';
import { KeysButton } from './KeysButton.tsx';
import type { ShownCount } from './shown-list.ts';
import { TakeAway } from './TakeAway.tsx';
import { ViewsButton } from './ViewsButton.tsx';

interface LiveBarProps {
  readonly filterText: string;
  readonly filter: Filter;
  readonly onFilter: (text: string) => void;
  readonly rows: () => Iterable<ExchangeRow>;
  /** Requests that the filter lets through. */
  readonly ids: readonly string[];
  readonly count: ShownCount;
  readonly picked: readonly string[];
  readonly isEmpty: boolean;
  readonly isPaused: boolean;
  readonly isFollowing: boolean;
  readonly onPause: () => void;
  readonly onFollow: () => void;
}

/** What is shown (filter, views, columns, groups), how it moves (pause, follow), and what is taken away. */
export function LiveBar(props: LiveBarProps): ReactNode {
  const t = useMessages(live);
  const { isEmpty, isPaused, isFollowing, picked } = props;
  return (
    <div className="live-bar">
      <h1>{t('title')}</h1>
      <FilterBox
        text={props.filterText}
        filter={props.filter}
        count={props.count}
        rows={props.rows}
        onChange={props.onFilter}
      />
      <span className="push row g1">
        <ListTools filterText={props.filterText} onFilter={props.onFilter} />
        <span className="live-help">
          <KeysButton />
        </span>
        <TakeAway
          ids={picked.length > 1 ? picked : props.ids}
          of={picked.length > 1 ? 'picked' : 'shown'}
        />
      </span>
      <span className="row g2">
        <Button
          icon="pause"
          title="P"
          aria-pressed={isPaused}
          onClick={props.onPause}
          disabledReason={isEmpty ? t('emptyTitle') : null}
        >
          {isPaused ? t('resume') : t('pause')}
        </Button>
        {isEmpty ? null : (
          <Button icon="end" title="End" aria-pressed={isFollowing} onClick={props.onFollow}>
            {isFollowing ? t('following') : t('follow')}
          </Button>
        )}
      </span>
    </div>
  );
}

/** Kept in the preferences, so that the list stands as it was left. */
function ListTools(props: {
  readonly filterText: string;
  readonly onFilter: (text: string) => void;
}): ReactNode {
  const t = useMessages(liveConversations);
  const { liveColumns, liveGrouped, liveViews } = usePreferences((state) => state.preferences);
  const change = usePreferences((state) => state.change);
  return (
    <>
      <ViewsButton
        views={liveViews}
        now={{ filter: props.filterText, columns: liveColumns, grouped: liveGrouped }}
        onUse={(view) => {
          props.onFilter(view.filter);
          void change({ liveColumns: view.columns, liveGrouped: view.grouped });
        }}
        onChange={(views) => void change({ liveViews: views })}
      />
      <IconButton
        icon="layers"
        label={t('group')}
        title={`${t('group')} (G)`}
        aria-pressed={liveGrouped}
        onClick={() => void change({ liveGrouped: !liveGrouped })}
      />
      <ColumnsButton
        setting={liveColumns}
        onChange={(columns) => void change({ liveColumns: columns })}
      />
    </>
  );
}
