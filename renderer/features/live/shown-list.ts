import { useCallback, useDeferredValue, useMemo } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import type { LiveColumns } from '../../../shared/domain/live-view.ts';
import { usePreferences } from '../../stores/context.tsx';
import { gathered, grouped, joined, type Conversations } from './conversations.ts';
import { useFilter, type Filter } from './filter.ts';
import { cutOf, passing, type Older } from './older-rows.ts';
import { shownOf } from './older-actions.ts';
import { visibleIds } from './selectors.ts';
import { noRows, type Rows } from './traffic-state.ts';

/** Rows of memory as they stand, or stood when the view was paused, and what was read besides. */
interface Shown {
  readonly rows: Rows;
  readonly older: Older;
  readonly isWhole: boolean;
}

/** One value, so that a row that falls out of memory is never seen twice or not at all. */
export function useShown(state: Shown & { readonly frozen: Rows | null }): Shown {
  const { older, isWhole } = state;
  const rows = shownOf(state);
  return useMemo(() => ({ rows, older, isWhole }), [rows, older, isWhole]);
}

/** The list as it is shown: older rows and those of memory, filtered, grouped, in the chosen columns. */
export function useShownList(
  shown: Shown,
  asked: { readonly text: string; readonly setAt: number },
  closed: ReadonlySet<string>,
) {
  const { rows, older, isWhole } = shown;
  const { liveColumns, liveGrouped } = usePreferences((state) => state.preferences);
  const change = usePreferences((state) => state.change);
  const filter = useFilter(useDeferredValue(asked.text), asked.setAt);
  // While one filter gives way to the next, what was read belongs to the other.
  const read = older.key === filter.key ? older.rows : noRows;
  const before = useInTime(useOlderIds(read, rows), read, filter);
  const ids = useMemo(() => {
    const passes = older.key === filter.key ? passing(older, filter) : filter.matches;
    return visibleIds(rows, filter, passes);
  }, [rows, filter, older]);
  const rowIds = useMemo(() => (before.length === 0 ? ids : [...before, ...ids]), [before, ids]);
  const conversations = useConversations(liveGrouped, [before, read], [ids, rows]);
  const list = useMemo(
    () => (conversations === null ? null : grouped(conversations, closed)),
    [conversations, closed],
  );
  return {
    filter,
    rowIds,
    ids: list?.ids ?? rowIds,
    conversations,
    count: countOf({ shown: rowIds.length, rows, older, isWhole, filter }),
    columns: liveColumns,
    rowOf: useCallback((id: string) => rows.byId.get(id) ?? read.byId.get(id), [rows, read]),
    values: useCallback(() => valuesOf(read, rows), [read, rows]),
    setColumns: (columns: LiveColumns) => void change({ liveColumns: columns }),
    toggleGrouped: () => void change({ liveGrouped: !liveGrouped }),
  };
}

/** Memory moves four times a second; what lies before it is put together anew only when that changed. */
function useOlderIds(read: Rows, rows: Rows): readonly string[] {
  const { count, besides } = cutOf(read, rows);
  const beside = besides.join(' ');
  return useMemo(
    () => (beside === '' && count === read.ids.length ? read.ids : cut(read.ids, count, beside)),
    [read, count, beside],
  );
}

/** What the filter lets go as time passes. */
function useInTime(ids: readonly string[], read: Rows, filter: Filter): readonly string[] {
  return useMemo(() => {
    if (!filter.hasTime) return ids;
    return ids.filter((id) => {
      const row = read.byId.get(id);
      return row !== undefined && filter.isInTime(row);
    });
  }, [ids, read, filter]);
}

function cut(ids: readonly string[], count: number, beside: string): readonly string[] {
  return [...ids.slice(0, count), ...(beside === '' ? [] : beside.split(' '))];
}

type Part = readonly [ids: readonly string[], rows: Rows];

function useConversations(isGrouped: boolean, older: Part, newer: Part): Conversations | null {
  const [olderIds, olderRows] = older;
  const [newerIds, newerRows] = newer;
  const before = useMemo(
    () => (isGrouped ? gathered(olderIds, olderRows) : null),
    [isGrouped, olderIds, olderRows],
  );
  const now = useMemo(
    () => (isGrouped ? gathered(newerIds, newerRows) : null),
    [isGrouped, newerIds, newerRows],
  );
  return useMemo(
    () => (before === null || now === null ? null : joined(before, now)),
    [before, now],
  );
}

/** Requests among the picked, as the list has them; a picked head stands for nothing by itself. */
export function usePicked(picked: ReadonlySet<string>, { rows, older }: Shown): readonly string[] {
  const read = older.rows;
  const before = useMemo(
    () => (picked.size < 2 ? [] : read.ids.filter((id) => picked.has(id))),
    [picked, read],
  );
  return useMemo(() => {
    if (picked.size < 2) return [...picked].filter((id) => rows.byId.has(id) || read.byId.has(id));
    const known = before.filter((id) => !rows.byId.has(id));
    return [...known, ...rows.ids.filter((id) => picked.has(id))];
  }, [picked, before, rows, read]);
}

/** What the filter leaves, of how many; where more may be kept than is known, at least so many. */
export interface ShownCount {
  readonly shown: number;
  readonly isShownLeast: boolean;
  readonly total: number;
  readonly isTotalLeast: boolean;
}

function countOf(list: {
  readonly shown: number;
  readonly rows: Rows;
  readonly older: Older;
  readonly isWhole: boolean;
  readonly filter: Filter;
}): ShownCount {
  const { shown, rows, older, isWhole } = list;
  const isKnown = older.key === list.filter.key && older.phase === 'end';
  return {
    shown,
    isShownLeast: !isKnown && !(isWhole && !older.asksForText),
    total: Math.max(shown, rows.ids.length),
    isTotalLeast: !isWhole,
  };
}

/** Each row once; where both have it, memory's. */
function* valuesOf(read: Rows, rows: Rows): Iterable<ExchangeRow> {
  yield* rows.byId.values();
  for (const row of read.byId.values()) if (!rows.byId.has(row.id)) yield row;
}
