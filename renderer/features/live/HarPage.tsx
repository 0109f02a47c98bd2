import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { harSkips, type HarView } from '../../../shared/domain/har.ts';
import { har } from '../../../shared/i18n/har.ts';
import { live } from '../../../shared/i18n/live.ts';
import { ApiContext, useApi } from '../../bridge.ts';
import { formatCount } from '../../format/tokens.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useHar, usePreferences } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Note } from '../../ui/Note.tsx';
import { ColumnsButton } from './ColumnsButton.tsx';
import { earlierOf } from './conversations.ts';
import { DetailPane } from './DetailPane.tsx';
import { useFilter } from './filter.ts';
import { FilterBox } from './FilterBox.tsx';
import { FromFileContext, harApi } from './har-api.ts';
import { LiveGrid } from './LiveGrid.tsx';
import { NoMatch } from './NoRows.tsx';
import { focusList, isForPage, pageCommand, usePageShortcuts } from './page-keys.ts';
import { visibleIds } from './selectors.ts';
import { rowsOf } from './traffic-state.ts';
import { createTrafficStore, type TrafficStore } from './traffic-store.ts';

/** A HAR file in place of the own requests: the same list and details, and nothing that would change or send any. */
export function HarPage(props: { readonly view: HarView }): ReactNode {
  const { view } = props;
  const outer = useApi();
  const api = useMemo(() => harApi(outer, view), [outer, view]);
  const [store] = useState(() => createTrafficStore(api));
  const [openedAt] = useState(() => Date.now());
  return (
    <ApiContext value={api}>
      <FromFileContext value={true}>
        <HarList view={view} store={store} openedAt={openedAt} />
      </FromFileContext>
    </ApiContext>
  );
}

interface HarListProps {
  readonly view: HarView;
  readonly store: TrafficStore;
  /** Nothing moves, so that this is the time of day (epoch ms). */
  readonly openedAt: number;
}

function HarList(props: HarListProps): ReactNode {
  const { view, store, openedAt } = props;
  const t = useMessages(har);
  const { filterText, filterSetAt, selection, isOpen } = useStore(store);
  const { liveColumns } = usePreferences((state) => state.preferences);
  const change = usePreferences((state) => state.change);
  const [isFollowing, follow] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(view.rows), [view]);
  const filter = useFilter(filterText, filterSetAt);
  const ids = useMemo(() => visibleIds(rows, filter), [rows, filter]);
  usePageShortcuts(page);
  const actions = store.getState();
  const onKey = (event: KeyboardEvent): boolean => {
    const command = pageCommand(event, selection.picked.size, isOpen);
    if (command !== 'unpick' && command !== 'close') return false;
    event.preventDefault();
    if (command === 'unpick') actions.pickActive();
    else {
      focusList(page.current);
      actions.close();
    }
    return true;
  };
  return (
    <div
      className="live-page"
      ref={page}
      onKeyDown={(event) => {
        if (isForPage(event)) onKey(event);
      }}
    >
      <Banner view={view} />
      <div className="live-bar">
        <FilterBox
          text={filterText}
          filter={filter}
          count={{
            ...{ shown: ids.length, isShownLeast: false },
            ...{ total: rows.ids.length, isTotalLeast: false },
          }}
          rows={() => rows.byId.values()}
          onChange={actions.setFilter}
        />
        <span className="push row g1">
          <ColumnsButton
            setting={liveColumns}
            onChange={(columns) => void change({ liveColumns: columns })}
          />
        </span>
      </div>
      {rows.ids.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
      ) : ids.length === 0 ? (
        <NoMatch
          hidden={rows.ids.length}
          searchesBodies={false}
          onClear={() => actions.setFilter('')}
        />
      ) : (
        <LiveGrid
          ids={ids}
          rowOf={(id) => rows.byId.get(id)}
          conversations={null}
          reach={null}
          closed={noneClosed}
          columns={liveColumns}
          onColumns={(columns) => void change({ liveColumns: columns })}
          now={openedAt}
          selection={selection}
          isFollowing={isFollowing}
          onFollow={follow}
          newCount={0}
          onPick={(id, mode) => actions.pick(id, mode, ids)}
          onPickAll={() => actions.pickAll(ids)}
          onOpen={actions.open}
          onFold={actions.fold}
          onKey={onKey}
        />
      )}
      <HarDetail {...props} />
    </div>
  );
}

const noneClosed: ReadonlySet<string> = new Set();

function Banner(props: { readonly view: HarView }): ReactNode {
  const { fileName, rows, skipped, damagedAt } = props.view;
  const named = `\u2066${damagedAt.join(', ')}\u2069`;
  const places = skipped.damaged > damagedAt.length ? `${named}…` : named;
  const t = useMessages(har);
  const l = useMessages(live);
  const close = useHar((state) => state.close);
  return (
    <>
      <h1 className="visually-hidden">{l('title')}</h1>
      <Note
        tone="warn"
        actions={
          <Button size="small" icon="close" onClick={close}>
            {t('close')}
          </Button>
        }
      >
        <Rich
          catalog={har}
          id="banner"
          count={rows.length}
          values={{ count: formatCount(rows.length), file: <bdi className="b">{fileName}</bdi> }}
        />{' '}
        {harSkips
          .filter((why) => skipped[why] > 0)
          .map((why) => t(`skipped-${why}`, { count: skipped[why], places }))
          .join(' ')}
      </Note>
    </>
  );
}

function HarDetail(props: HarListProps): ReactNode {
  const { store, view, openedAt } = props;
  const { isOpen, selection, detail, detailError, tab } = useStore(store);
  const rows = useMemo(() => rowsOf(view.rows), [view]);
  const row = rows.byId.get(selection.active ?? '');
  if (!isOpen || row === undefined) return null;
  const actions = store.getState();
  return (
    <DetailPane
      row={row}
      detail={detail}
      earlier={{ rows: tab === 'request' ? earlierOf(row, rows) : [], isAll: true }}
      error={detailError}
      now={openedAt}
      tab={tab}
      isCancelling={false}
      isTooLate={false}
      onTab={actions.setTab}
      onCancel={() => undefined}
      onClose={actions.close}
    />
  );
}
