import { useCallback, useState } from 'react';
import { countNew, type Rows } from './traffic-state.ts';
import type { TrafficStore } from './traffic-store.ts';

/** At the end the list moves on; elsewhere it stands still and counts what came. A frozen one always stands. */
export function useFollowing(store: TrafficStore, rows: Rows, frozen: Rows | null) {
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
