import type { Sender } from '../ipc/serve.ts';
import { windowOrigin } from './window-files.ts';

/** Our window's main frame, showing our own page; nobody else is answered. `windowId` is null while there is none. */
export function isTrustedSender(windowId: number | null, sender: Sender): boolean {
  return (
    sender.isMainFrame &&
    sender.webContentsId === windowId &&
    (sender.url === windowOrigin || sender.url.startsWith(`${windowOrigin}/`))
  );
}
