import { useLayoutEffect, useRef, type RefObject } from 'react';

/** What is seen of the list: the place of the first row in sight, and the ids from there on. */
export interface Seen {
  readonly place: number;
  readonly ids: readonly string[];
}

/** By how many places most of what was seen has moved; 0 where nothing of it is left. */
export function shiftOf(seen: Seen, ids: readonly string[]): number {
  // Mostly rows were added at the end, or none at all.
  if (seen.ids.every((id, at) => ids[seen.place + at] === id)) return 0;
  const placeOf = new Map(seen.ids.map((id, at) => [id, seen.place + at]));
  const votes = new Map<number, number>();
  ids.forEach((id, place) => {
    const before = placeOf.get(id);
    if (before !== undefined) votes.set(place - before, (votes.get(place - before) ?? 0) + 1);
  });
  let [shift, most] = [0, votes.get(0) ?? 0];
  for (const [candidate, count] of votes) if (count > most) [shift, most] = [candidate, count];
  return shift;
}

interface List {
  readonly ids: readonly string[];
  readonly rowHeight: number;
  /** Room above the first row (px). */
  readonly top: number;
}

/** What the person looks at stays where it is while rows come before it or go. The reply is told of each scroll. */
export function useStill(
  scroller: RefObject<HTMLElement | null>,
  { ids, rowHeight, top, isFollowing }: List & { readonly isFollowing: boolean },
): () => void {
  const last = useRef<LastSeen | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const list = { ids, rowHeight, top };
    if (last.current !== null && !isFollowing) keepStill(element, last.current, list);
    last.current = seenIn(element, list);
  }, [scroller, ids, rowHeight, top, isFollowing]);
  return () => {
    if (scroller.current !== null) last.current = seenIn(scroller.current, { ids, rowHeight, top });
  };
}

interface LastSeen extends Seen {
  readonly top: number;
}

function seenIn(element: HTMLElement, { ids, rowHeight, top }: List): LastSeen {
  const place = Math.max(0, Math.floor((element.scrollTop - top) / rowHeight));
  const count = Math.ceil(element.clientHeight / rowHeight) + 1;
  return { place, ids: ids.slice(place, place + count), top };
}

function keepStill(element: HTMLElement, last: LastSeen, { ids, rowHeight, top }: List): void {
  const by = shiftOf(last, ids) * rowHeight + top - last.top;
  if (by !== 0) element.scrollTop += by;
}
