import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { live } from '../../../shared/i18n/live.ts';
import { useApi } from '../../bridge.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation, useStatus } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Note } from '../../ui/Note.tsx';
import { useClock } from './clock.ts';
import { DetailPane } from './DetailPane.tsx';
import { parseFilter } from './filter.ts';
import { FilterBox } from './FilterBox.tsx';
import { LiveGrid } from './LiveGrid.tsx';
import { isInFlight, visibleIds } from './selectors.ts';
import { TakeAway } from './TakeAway.tsx';
import { countInFlight, countNew, type Rows } from './traffic-state.ts';
import { connectTraffic, createTrafficStore, type TrafficStore } from './traffic-store.ts';
import './live.css';

/** Every request as it streams. */
export function LivePage(): ReactNode {
  const api = useApi();
  const [store] = useState(() => createTrafficStore(api));
  const focus = useNavigation((state) => state.focus.exchangeId);
  useEffect(() => connectTraffic(store, api), [store, api]);
  useEffect(() => {
    if (focus !== undefined) store.getState().open(focus);
  }, [store, focus]);
  return <LiveView store={store} />;
}

function LiveView(props: { readonly store: TrafficStore }): ReactNode {
  const { store } = props;
  const t = useMessages(live);
  const state = useStore(
    store,
    useShallow(({ rows, frozen, loaded, error, filterText, selectedId, isOpen }) => ({
      rows,
      frozen,
      loaded,
      error,
      filterText,
      selectedId,
      isOpen,
    })),
  );
  const actions = store.getState();
  const filterBox = useRef<HTMLInputElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [seen, setSeen] = useState<Rows>(state.rows);
  const shown = state.frozen ?? state.rows;
  const filterText = useDeferredValue(state.filterText);
  const filter = useMemo(() => parseFilter(filterText), [filterText]);
  const ids = useMemo(() => visibleIds(shown, filter), [shown, filter]);
  const now = useClock(state.frozen === null && countInFlight(state.rows) > 0);
  const isPaused = state.frozen !== null;
  const follow = useCallback(
    (next: boolean): void => {
      setFollowing(next);
      if (!next) setSeen(store.getState().rows);
    },
    [store],
  );
  const newCount = countNew(state.rows, state.frozen ?? seen);
  useFilterShortcut(filterBox);

  const onKey = (event: KeyboardEvent): boolean => {
    const { selectedId } = state;
    if (event.key === 'p' || event.key === 'P') actions.togglePause();
    else if (event.key === '.' && selectedId !== null) void cancelIfRunning(store, selectedId);
    else if (event.key === 'Escape' && state.isOpen) actions.close();
    else return false;
    event.preventDefault();
    return true;
  };
  const isEmpty = state.loaded && state.rows.ids.length === 0;
  return (
    <div className="live-page">
      <div className="live-bar">
        <h1>{t('title')}</h1>
        <FilterBox
          ref={filterBox}
          text={state.filterText}
          filter={filter}
          shown={ids.length}
          total={shown.ids.length}
          onChange={actions.setFilter}
        />
        <ViewButtons
          ids={ids}
          isEmpty={isEmpty}
          isPaused={isPaused}
          isFollowing={isFollowing && !isPaused}
          onPause={actions.togglePause}
          onFollow={() => {
            if (isPaused) actions.togglePause();
            follow(true);
          }}
        />
      </div>
      <Notes error={state.error} isPaused={isPaused} />
      {ids.length > 0 ? null : (
        <NoRows
          isLoaded={state.loaded}
          hidden={shown.ids.length}
          onClear={() => actions.setFilter('')}
        />
      )}
      {ids.length === 0 ? null : (
        <LiveGrid
          ids={ids}
          rows={shown}
          now={now}
          selectedId={state.selectedId}
          isFollowing={isFollowing && !isPaused}
          onFollow={follow}
          newCount={isPaused || !isFollowing ? newCount : 0}
          onSelect={actions.select}
          onOpen={actions.open}
          onKey={onKey}
        />
      )}
      <OpenDetail store={store} now={now} />
    </div>
  );
}

function Notes(props: { readonly error: string | null; readonly isPaused: boolean }): ReactNode {
  const t = useMessages(live);
  return (
    <>
      {props.error === null ? null : (
        <Note tone="bad">{t('listFailed', { reason: props.error })}</Note>
      )}
      {props.isPaused ? <Note>{t('pausedNote')}</Note> : null}
    </>
  );
}

function ViewButtons(props: {
  readonly ids: readonly string[];
  readonly isEmpty: boolean;
  readonly isPaused: boolean;
  readonly isFollowing: boolean;
  readonly onPause: () => void;
  readonly onFollow: () => void;
}): ReactNode {
  const t = useMessages(live);
  const { isEmpty, isPaused, isFollowing } = props;
  return (
    <span className="push row g2">
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
      <TakeAway ids={props.ids} single={false} />
    </span>
  );
}

/** The `.` key; a request that has ended stays as it is. */
async function cancelIfRunning(store: TrafficStore, id: string): Promise<void> {
  const { rows, cancel } = store.getState();
  const row = rows.byId.get(id);
  if (row === undefined) return;
  if (isInFlight(row)) await cancel(id);
}

/** `Ctrl/Cmd F` belongs to the filter while Live is shown. */
function useFilterShortcut(box: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
      event.preventDefault();
      box.current?.focus();
      box.current?.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [box]);
}

function OpenDetail(props: { readonly store: TrafficStore; readonly now: number }): ReactNode {
  const { store } = props;
  const state = useStore(
    store,
    useShallow(({ isOpen, selectedId, rows, detail, detailError, tab, cancelling, tooLate }) => ({
      isOpen,
      selectedId,
      row: rows.byId.get(selectedId ?? '') ?? detail?.row,
      detail,
      detailError,
      tab,
      cancelling,
      tooLate,
    })),
  );
  const { row } = state;
  if (row === undefined) return null;
  if (!state.isOpen || row.id !== state.selectedId) return null;
  const actions = store.getState();
  return (
    <DetailPane
      row={row}
      detail={state.detail}
      error={state.detailError}
      now={props.now}
      tab={state.tab}
      isCancelling={state.cancelling.has(row.id)}
      isTooLate={state.tooLate.has(row.id)}
      onTab={actions.setTab}
      onCancel={() => void actions.cancel(row.id)}
      onClose={actions.close}
    />
  );
}

function NothingYet(): ReactNode {
  const t = useMessages(live);
  const launch = useNavigation((state) => state.launch);
  const folder = useStatus((state) => state.status?.recentFolders[0]);
  return (
    <EmptyState
      drawing="track"
      title={t('emptyTitle')}
      actions={
        <>
          <Button
            variant="primary"
            size="large"
            icon="terminal"
            onClick={() => launch(folder ?? null)}
          >
            {folder === undefined ? t('emptyLaunch') : t('emptyLaunchIn', { folder })}
          </Button>
          {folder === undefined ? null : (
            <Button size="large" onClick={() => launch(null)}>
              {t('emptyOther')}
            </Button>
          )}
        </>
      }
    >
      {t('emptyText')}
    </EmptyState>
  );
}

function NoRows(props: {
  readonly isLoaded: boolean;
  readonly hidden: number;
  readonly onClear: () => void;
}): ReactNode {
  const t = useMessages(live);
  if (!props.isLoaded)
    return (
      <p className="live-reading t2 xs">
        <Glyph name="wait" /> {t('reading')}
      </p>
    );
  if (props.hidden === 0) return <NothingYet />;
  return (
    <EmptyState
      title={t('emptyFilter')}
      actions={<Button onClick={props.onClear}>{t('clearFilter')}</Button>}
    >
      {t('emptyFilterText', { count: props.hidden })}
    </EmptyState>
  );
}
