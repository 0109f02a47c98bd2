import { useEffect } from 'react';
import type { Stores } from '../../stores/context.tsx';
import { useStores } from '../../stores/context.tsx';
import { pageIds } from '../../stores/navigation.ts';
import { isSwitchOn } from './selectors.ts';

const isMac = /mac/i.test(navigator.userAgent);

/** How a shortcut stands in menus and tooltips: Ctrl K, ⌘K. */
export function shortcutText(key: string, shift = false): string {
  if (isMac) return `${shift ? '⇧' : ''}⌘${key}`;
  return `Ctrl ${shift ? 'Shift ' : ''}${key}`;
}

/** The window's own keys: pages, palette, settings, routing, launch. A modal dialog keeps them to itself. */
export function useShortcuts(): void {
  const stores = useStores();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const withCommand = isMac ? event.metaKey : event.ctrlKey;
      if (!withCommand || event.altKey || event.isComposing) return;
      if (runShortcut(event.key.toLowerCase(), event.shiftKey, stores)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [stores]);
}

/** True when the key was ours. */
export function runShortcut(key: string, shift: boolean, stores: Stores): boolean {
  const navigation = stores.navigation.getState();
  if (shift) {
    if (key === 'r') toggleRouting(stores);
    else if (key === 'l') navigation.launch(null);
    else return false;
    return true;
  }
  const page = pageIds[Number(key) - 1];
  if (page !== undefined) navigation.go(page);
  else if (key === ',') navigation.go('settings');
  else if (key === 'k') navigation.open(navigation.overlay === 'palette' ? 'none' : 'palette');
  else return false;
  return true;
}

export function toggleRouting(stores: Stores): void {
  const { status, pendingRouting, setRouting } = stores.status.getState();
  if (status === null || pendingRouting !== null) return;
  void setRouting(!isSwitchOn(status.routing, null));
}
