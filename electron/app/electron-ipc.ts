import { ipcMain } from 'electron';
import type { IpcServer } from '../ipc/serve.ts';

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
