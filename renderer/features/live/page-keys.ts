import { useEffect } from 'react';
import type { KeyboardEvent as KeyOfReact } from 'react';
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

/**
 * The same keys in the bar and in the pane below: what the list has answered, what somebody types, and keys of a menu
 * above the page (its events pass here too) are left alone.
 */
export function isForPage(event: KeyOfReact): boolean {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || !event.currentTarget.contains(target)) return false;
  if (target.matches('select')) return false;
  const isTyped = target.matches('input:not([type="checkbox"]), textarea');
  return !isTyped || (event.key === 'Escape' && (target as HTMLInputElement).value === '');
}

/** What has the focus goes away with the pane: the list takes it. */
export function focusList(page: Element | null): void {
  if (page?.querySelector('.live-detail')?.contains(document.activeElement) === true)
    page.querySelector<HTMLElement>('.live-scroll')?.focus();
}

const places: Readonly<Record<string, string>> = {
  f: '.live-filter input',
  '[': '.live-scroll',
  ']': '.live-detail [role="tab"][tabindex="0"]',
};

/**
 * `Ctrl/Cmd F` belongs to the filter while Live is shown; `[` and `]` go to the list and to the pane below; `L` lets the
 * list begin anew. A modal dialog keeps its keys.
 */
export function usePageShortcuts(
  page: { readonly current: HTMLElement | null },
  onClear?: () => void,
): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (event.key.toLowerCase() === 'l' && onClear !== undefined) {
        event.preventDefault();
        onClear();
      }
      const place = places[event.key.toLowerCase()];
      if (place === undefined) return;
      event.preventDefault();
      const target = page.current?.querySelector<HTMLElement>(place);
      target?.focus();
      if (target instanceof HTMLInputElement) target.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [page, onClear]);
}
