/** What a key asks of the list. `extend`: the choice grows to there. */
export type GridCommand =
  | { readonly to: 'place'; readonly place: number; readonly extend: boolean }
  | { readonly to: 'end'; readonly extend: boolean }
  | { readonly to: 'open' }
  | { readonly to: 'all' }
  | { readonly to: 'toggle' }
  | { readonly to: 'fold'; readonly open: boolean };

export interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export interface GridPlace {
  /** Of the active row; -1: none. */
  readonly place: number;
  readonly count: number;
  /** Rows of one page. */
  readonly page: number;
  readonly isRtl: boolean;
  /** The active row is the head of a conversation. */
  readonly isHead: boolean;
}

/** null: the key is none of the list's. */
export function gridCommand(pressed: PressedKey, at: GridPlace): GridCommand | null {
  const { key, shiftKey, altKey } = pressed;
  if (altKey || at.count === 0) return null;
  if (pressed.ctrlKey || pressed.metaKey) {
    if (key.toLowerCase() === 'a') return { to: 'all' };
    return key === ' ' ? { to: 'toggle' } : null;
  }
  if (key === 'Enter') return at.place < 0 ? null : { to: 'open' };
  if (key === 'End') return { to: 'end', extend: shiftKey };
  if (at.isHead && (key === 'ArrowLeft' || key === 'ArrowRight'))
    return { to: 'fold', open: (key === 'ArrowRight') !== at.isRtl };
  const place = movedPlace(key, at.place, at.count, at.page);
  return place === null ? null : { to: 'place', place, extend: shiftKey };
}

/** The place that a key moves the selection to; null for keys that do not move it. */
function movedPlace(key: string, place: number, count: number, page: number): number | null {
  // With Shift held the letters come as capitals.
  const name = key.length === 1 ? key.toLowerCase() : key;
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page }[name];
  if (step !== undefined)
    return Math.max(0, Math.min(count - 1, (place < 0 ? count : place) + step));
  return name === 'Home' ? 0 : null;
}
