import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { LiveColumns } from '../../../shared/domain/live-view.ts';
import { live } from '../../../shared/i18n/live.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useHar, useNavigation, usePreferences, useStatus } from '../../stores/context.tsx';
import { Note } from '../../ui/Note.tsx';
import { StoreNotice } from '../../ui/StoreNotice.tsx';
import { useClock } from './clock.ts';
import { FoldedNote } from './FoldedNote.tsx';
import { earlierOf, groupRows, isConversationKey } from './conversations.ts';
import { DetailPane } from './DetailPane.tsx';
import { useFilter } from './filter.ts';
import { HarPage } from './HarPage.tsx';
import { HarTrouble } from './HarTrouble.tsx';
import { LiveBar } from './LiveBar.tsx';
import { LiveGrid } from './LiveGrid.tsx';
import { NoRows } from './NoRows.tsx';
import { focusList, isForPage, pageCommand, usePageShortcuts } from './page-keys.ts';
import { isInFlight, visibleIds } from './selectors.ts';
import type { PickMode } from './selection.ts';
import { countInFlight, countNew, type Rows } from './traffic-state.ts';
import { connectTraffic, createTrafficStore, type TrafficStore } from './traffic-store.ts';
import './live.css';
import './live-detail.css';

/** Every request as it streams, or those of a file that is looked at. */
export function LivePage(): ReactNode {
  const view = useHar((state) => state.view);
  const isAsked = useNavigation((state) => state.focus.exchangeId !== undefined);
  return view === null || isAsked ? <OwnTraffic /> : <HarPage key={view.harId} view={view} />;
}

function OwnTraffic(): ReactNode {
  const api = useApi();
  const [store] = useState(() => createTrafficStore(api));
  const focus = useNavigation((state) => state.focus.exchangeId);
  const filter = useNavigation((state) => state.focus.filter);
  useEffect(() => {
    if (filter !== undefined) store.getState().setFilter(filter);
  }, [store, filter]);
  useEffect(() => connectTraffic(store, api), [store, api]);
  useEffect(() => {
    if (focus !== undefined) store.getState().open(focus);
  }, [store, focus]);
  return <LiveView store={store} />;
}

function LiveView(props: { readonly store: TrafficStore }): ReactNode {
  const { store } = props;
  const state = useStore(
    store,
    useShallow(
      ({ rows, movedAt, frozen, loaded, error, filterText, selection, isOpen, closed }) => ({
        rows,
        movedAt,
        frozen,
        loaded,
        error,
        filterText,
        selection,
        isOpen,
        closed,
      }),
    ),
  );
  const replay = useNavigation((navigation) => navigation.replay);
  const replayActive = (id: string | null): void => {
    if (id !== null && !isConversationKey(id)) replay(id);
  };
  const actions = store.getState();
  const page = useRef<HTMLDivElement>(null);
  // Batches never hold up typing, scrolling or another page: the list is drawn in slices, and follows when there is time.
  const shown = useDeferredValue(state.frozen ?? state.rows);
  const filterSetAt = useStore(store, (one) => one.filterSetAt);
  const list = useList(shown, state.filterText, filterSetAt, state.closed);
  const listIds = useRef(list.ids);
  useEffect(() => {
    listIds.current = list.ids;
  }, [list.ids]);
  const isPaused = state.frozen !== null;
  const now = useDeferredValue(useClock(!isPaused && countInFlight(state.rows) > 0, state.movedAt));
  const { isFollowing, newCount, follow } = useFollowing(store, state.rows, state.frozen);
  const picked = useMemo(() => pickedIds(state.selection.picked, shown), [state.selection, shown]);
  usePageShortcuts(page);

  const onPick = useCallback(
    (id: string, mode: PickMode) => store.getState().pick(id, mode, listIds.current),
    [store],
  );
  const onOpen = useCallback(
    (id: string) => {
      const { closed, fold, open } = store.getState();
      if (isConversationKey(id)) fold(id, closed.has(id));
      else open(id);
    },
    [store],
  );
  const onKey = (event: KeyboardEvent): boolean => {
    const { selection, isOpen } = state;
    const command = pageCommand(event, selection.picked.size, isOpen);
    if (command === null) return false;
    event.preventDefault();
    if (command === 'pause') actions.togglePause();
    else if (command === 'group') list.toggleGrouped();
    else if (command === 'help')
      page.current?.querySelector<HTMLElement>('.live-help button')?.click();
    else if (command === 'unpick') actions.pickActive();
    else if (command === 'close') {
      focusList(page.current);
      actions.close();
    } else if (command === 'replay') replayActive(selection.active);
    else if (selection.active !== null) void cancelIfRunning(store, selection.active);
    return true;
  };
  const clearFilter = (): void => actions.setFilter('');
  return (
    <div
      className="live-page"
      ref={page}
      onKeyDown={(event) => {
        if (isForPage(event)) onKey(event);
      }}
    >
      <LiveBar
        filterText={state.filterText}
        filter={list.filter}
        onFilter={actions.setFilter}
        rows={list.values}
        ids={list.rowIds}
        total={shown.ids.length}
        picked={picked}
        isEmpty={state.loaded && state.rows.ids.length === 0}
        isPaused={isPaused}
        isFollowing={isFollowing}
        onPause={actions.togglePause}
        onFollow={() => {
          if (isPaused) actions.togglePause();
          follow(true);
        }}
      />
      <HarTrouble />
      <Notes error={state.error} isPaused={isPaused} />
      <FoldedNote filter={list.filter} />
      {list.ids.length === 0 ? (
        <NoRows isLoaded={state.loaded} hidden={shown.ids.length} onClear={clearFilter} />
      ) : (
        <LiveGrid
          ids={list.ids}
          rows={shown}
          conversations={list.conversations}
          closed={state.closed}
          columns={list.columns}
          onColumns={list.setColumns}
          now={now}
          selection={state.selection}
          isFollowing={isFollowing}
          onFollow={follow}
          newCount={newCount}
          onPick={onPick}
          onPickAll={() => actions.pickAll(list.rowIds)}
          onOpen={onOpen}
          onFold={actions.fold}
          onKey={onKey}
        />
      )}
      <OpenDetail store={store} now={now} />
    </div>
  );
}

/** What the list shows of `shown`: filtered, grouped, in the chosen columns. */
function useList(shown: Rows, text: string, setAt: number, closed: ReadonlySet<string>) {
  const { liveColumns, liveGrouped } = usePreferences((state) => state.preferences);
  const change = usePreferences((state) => state.change);
  const filterText = useDeferredValue(text);
  const filter = useFilter(filterText, setAt);
  const rowIds = useMemo(() => visibleIds(shown, filter), [shown, filter]);
  const grouped = useMemo(
    () => (liveGrouped ? groupRows(rowIds, shown, closed) : null),
    [liveGrouped, rowIds, shown, closed],
  );
  return {
    filter,
    rowIds,
    ids: grouped?.ids ?? rowIds,
    conversations: grouped?.conversations ?? null,
    columns: liveColumns,
    values: useCallback(() => shown.byId.values(), [shown]),
    setColumns: (columns: LiveColumns) => void change({ liveColumns: columns }),
    toggleGrouped: () => void change({ liveGrouped: !liveGrouped }),
  };
}

/** At the end the list moves on; elsewhere it stands still and counts what came. A frozen one always stands. */
function useFollowing(store: TrafficStore, rows: Rows, frozen: Rows | null) {
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState<Rows>(rows);
  const follow = useCallback(
    (next: boolean): void => {
      setAtEnd(next);
      if (!next) setSeen(store.getState().rows);
    },
    [store],
  );
  const isFollowing = atEnd && frozen === null;
  return { isFollowing, follow, newCount: isFollowing ? 0 : countNew(rows, frozen ?? seen) };
}

/** Requests among the picked, as the list has them; a picked head stands for nothing by itself. */
function pickedIds(picked: ReadonlySet<string>, shown: Rows): readonly string[] {
  if (picked.size < 2) return [...picked].filter((id) => shown.byId.has(id));
  return shown.ids.filter((id) => picked.has(id));
}

function Notes(props: { readonly error: string | null; readonly isPaused: boolean }): ReactNode {
  const t = useMessages(live);
  const stored = useStatus((state) => state.status?.store);
  return (
    <>
      <StoreNotice state={stored} />
      {props.error === null ? null : (
        <Note tone="bad">{t('listFailed', { reason: props.error })}</Note>
      )}
      {props.isPaused ? <Note>{t('pausedNote')}</Note> : null}
    </>
  );
}

/** The `.` key; a request that has ended stays as it is. */
async function cancelIfRunning(store: TrafficStore, id: string): Promise<void> {
  const { rows, cancel } = store.getState();
  const row = rows.byId.get(id);
  if (row === undefined) return;
  if (isInFlight(row)) await cancel(id);
}

function OpenDetail(props: { readonly store: TrafficStore; readonly now: number }): ReactNode {
  const { store } = props;
  const state = useStore(
    store,
    useShallow(({ isOpen, selection, rows, detail, detailError, tab, cancelling, tooLate }) => ({
      isOpen,
      active: selection.active,
      rows,
      row: rows.byId.get(selection.active ?? '') ?? detail?.row,
      detail,
      detailError,
      tab,
      cancelling,
      tooLate,
    })),
  );
  const { row, rows, tab } = state;
  // Only the comparison looks for them, and only then is the list gone through.
  const earlier = useMemo(
    () => (tab === 'request' && row !== undefined ? earlierOf(row, rows) : []),
    [tab, row, rows],
  );
  if (row === undefined) return null;
  if (!state.isOpen || row.id !== state.active) return null;
  const actions = store.getState();
  return (
    <DetailPane
      row={row}
      detail={state.detail}
      earlier={earlier}
      error={state.detailError}
      now={props.now}
      tab={tab}
      isCancelling={state.cancelling.has(row.id)}
      isTooLate={state.tooLate.has(row.id)}
      onTab={actions.setTab}
      onCancel={() => void actions.cancel(row.id)}
      onClose={actions.close}
    />
  );
}
