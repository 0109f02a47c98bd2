import { contextBridge, ipcRenderer } from 'electron';
import { contract } from '../shared/ipc/contract.ts';
import { createClient } from './ipc/client.ts';

contextBridge.exposeInMainWorld(
  'api',
  createClient(contract, {
    invoke: (channel, input) => ipcRenderer.invoke(channel, input) as Promise<unknown>,
    listen: (channel, listener) => {
      // The event carries the sender's handle; only the payload goes to the page.
      const forward = (_event: unknown, payload: unknown): void => {
        listener(payload);
      };
      ipcRenderer.on(channel, forward);
      return () => {
        ipcRenderer.off(channel, forward);
      };
    },
  }),
);
