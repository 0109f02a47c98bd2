import { ipcMain } from 'electron';
import type { IpcServer, Sender } from '../ipc/serve.ts';
import type { MainWindow } from './windows.ts';
import { windowOrigin } from './window-protocol.ts';

/** Electron's `ipcMain` behind the narrow interface that `serve` takes. */
export const electronIpc: IpcServer = {
  handle: (channel, answer) => {
    ipcMain.handle(channel, (event, input: unknown) => {
      const frame = event.senderFrame;
      return answer(
        {
          webContentsId: event.sender.id,
          isMainFrame: frame !== null && frame === event.sender.mainFrame,
          url: frame?.url ?? '',
        },
        input,
      );
    });
  },
};

/** Our window's main frame, showing our own page; nobody else is answered. */
export function isTrustedSender(window: MainWindow, sender: Sender): boolean {
  return (
    sender.isMainFrame &&
    sender.webContentsId === window.webContentsId &&
    (sender.url === windowOrigin || sender.url.startsWith(`${windowOrigin}/`))
  );
}
