import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { live } from '../../../shared/i18n/live.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useHar, useNavigation, useStatus } from '../../stores/context.tsx';
import { Note } from '../../ui/Note.tsx';
import { StoreNotice } from '../../ui/StoreNotice.tsx';
import { useClock } from './clock.ts';
import { FoldedNote } from './FoldedNote.tsx';
import { isConversationKey } from './conversations.ts';
import { clearedFilter, type Filter } from './filter.ts';
import { useFollowing } from './following.ts';
import { HarPage } from './HarPage.tsx';
import { HarTrouble } from './HarTrouble.tsx';
import { LiveBar } from './LiveBar.tsx';
import { LiveGrid } from './LiveGrid.tsx';
import { NoRows } from './NoRows.tsx';
import { connectOlder } from './older-actions.ts';
import type { Reach } from './OlderLine.tsx';
import { OpenDetail } from './OpenDetail.tsx';
import { focusList, isForPage, pageCommand, usePageShortcuts } from './page-keys.ts';
import { isInFlight } from './selectors.ts';
import type { PickMode } from './selection.ts';
import { usePicked, useShown, useShownList } from './shown-list.ts';
import { countInFlight } from './traffic-state.ts';
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
  useEffect(() => connectOlder(store), [store]);
  useEffect(() => {
    if (focus !== undefined) store.getState().open(focus);
  }, [store, focus]);
  return <LiveView store={store} />;
}

function LiveView(props: { readonly store: TrafficStore }): ReactNode {
  const { store } = props;
  const state = useStore(
    store,
    useShallow(({ rows, movedAt, frozen, loaded, error, isWhole, older, filterText, ...more }) => ({
      rows,
      movedAt,
      frozen,
      loaded,
      error,
      isWhole,
      older,
      filterText,
      selection: more.selection,
      isOpen: more.isOpen,
      closed: more.closed,
    })),
  );
  const replay = useNavigation((navigation) => navigation.replay);
  const replayActive = (id: string | null): void => {
    if (id !== null && !isConversationKey(id)) replay(id);
  };
  const actions = store.getState();
  const page = useRef<HTMLDivElement>(null);
  // Batches never hold up typing, scrolling or another page: the list is drawn in slices, and follows when there is time.
  const shown = useDeferredValue(useShown(state));
  const filterSetAt = useStore(store, (one) => one.filterSetAt);
  const list = useShownList(shown, { text: state.filterText, setAt: filterSetAt }, state.closed);
  const reach = { older: shown.older, isWhole: shown.isWhole, onRead: actions.readOlder };
  useReadOn(list.ids.length === 0 && !list.filter.isEmpty, reach);
  useRenewal(list.filter, filterSetAt, actions.renewOlder);
  const listIds = useRef(list.ids);
  useEffect(() => {
    listIds.current = list.ids;
  }, [list.ids]);
  const isPaused = state.frozen !== null;
  const now = useDeferredValue(useClock(!isPaused && countInFlight(state.rows) > 0, state.movedAt));
  const { isFollowing, newCount, follow } = useFollowing(store, state.rows, state.frozen);
  const picked = usePicked(state.selection.picked, shown);
  const onClear = useCallback(() => {
    const { filterText, setFilter, close } = store.getState();
    focusList(page.current);
    close();
    setFilter(clearedFilter(filterText, Date.now()));
  }, [store]);
  usePageShortcuts(page, onClear);

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
        count={list.count}
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
        <NoRows
          isLoaded={state.loaded}
          hidden={shown.rows.ids.length}
          reach={reach}
          onClear={clearFilter}
        />
      ) : (
        <LiveGrid
          ids={list.ids}
          rowOf={list.rowOf}
          reach={reach}
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

/** What a filter by time finds goes on with the clock (`until:2h`). */
function useRenewal({ hasTime, readAt }: Filter, setAt: number, renew: () => Promise<void>): void {
  useEffect(() => {
    if (hasTime && readAt > setAt) void renew();
  }, [hasTime, readAt, setAt, renew]);
}

/** Where a page brought nothing that is shown, the next one is read. */
function useReadOn(isEmpty: boolean, { older, onRead }: Reach): void {
  const isWanted = isEmpty && older.phase === 'more';
  const { before } = older;
  useEffect(() => {
    if (isWanted) onRead();
  }, [isWanted, before, onRead]);
}

/** The `.` key; a request that has ended stays as it is. */
async function cancelIfRunning(store: TrafficStore, id: string): Promise<void> {
  const { rows, older, cancel } = store.getState();
  const row = rows.byId.get(id) ?? older.rows.byId.get(id);
  if (row === undefined) return;
  if (isInFlight(row)) await cancel(id);
}
