import { useEffect } from 'react';
import type { PressedKey } from './grid-keys.ts';

export type PageCommand = 'pause' | 'group' | 'help' | 'cancel' | 'unpick' | 'close' | 'replay';

/** Keys that mean the page wherever its list has the focus; null for the others. */
export function pageCommand(
  { key, ctrlKey, metaKey, altKey }: PressedKey,
  pickedCount: number,
  isOpen: boolean,
): PageCommand | null {
  if (altKey) return null;
  if (key === '.') return 'cancel';
  if (ctrlKey || metaKey) return null;
  if (key === 'Escape') return pickedCount > 1 ? 'unpick' : isOpen ? 'close' : null;
  return plainKeys[key.toLowerCase()] ?? null;
}

const plainKeys: Readonly<Record<string, PageCommand>> = {
  p: 'pause',
  g: 'group',
  r: 'replay',
  '?': 'help',
};

const places: Readonly<Record<string, string>> = {
  f: '.live-filter input',
  '[': '.live-scroll',
  ']': '.live-detail [role="tab"][tabindex="0"]',
};

/** `Ctrl/Cmd F` belongs to the filter while Live is shown; `[` and `]` go to the list and to the pane below. */
export function usePageShortcuts(page: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const place = places[event.key.toLowerCase()];
      if (place === undefined) return;
      event.preventDefault();
      const target = page.current?.querySelector<HTMLElement>(place);
      target?.focus();
      if (target instanceof HTMLInputElement) target.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [page]);
}
