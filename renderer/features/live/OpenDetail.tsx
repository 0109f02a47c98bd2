import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { earlierOf } from './conversations.ts';
import { DetailPane } from './DetailPane.tsx';
import type { TrafficStore } from './traffic-store.ts';

/** The pane below the list, while a request is open. */
export function OpenDetail(props: {
  readonly store: TrafficStore;
  readonly now: number;
}): ReactNode {
  const { store } = props;
  const state = useStore(
    store,
    useShallow(
      ({
        isOpen,
        selection,
        rows,
        older,
        isWhole,
        detail,
        detailError,
        tab,
        cancelling,
        tooLate,
      }) => ({
        isOpen,
        active: selection.active,
        rows,
        row:
          rows.byId.get(selection.active ?? '') ??
          older.rows.byId.get(selection.active ?? '') ??
          detail?.row,
        isWhole,
        detail,
        detailError,
        tab,
        cancelling,
        tooLate,
      }),
    ),
  );
  const { row, rows, tab, isWhole } = state;
  // Only the comparison looks for them, and only then is the list gone through.
  const earlier = useMemo(
    () => ({
      rows: tab === 'request' && row !== undefined ? earlierOf(row, rows) : [],
      isAll: isWhole,
    }),
    [tab, row, rows, isWhole],
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
