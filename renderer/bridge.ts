import { createContext, useContext } from 'react';
import type { Contract } from '../shared/ipc/contract.ts';
import type { Client, IpcError, Reply } from '../shared/ipc/descriptors.ts';

/** What the preload script gives the window. This file alone touches `window.api`. */
export type Api = Client<Contract>;

declare global {
  interface Window {
    readonly api?: Api;
  }
}

export function windowApi(): Api {
  if (window.api === undefined)
    throw new Error('The preload script did not run: window.api is missing');
  return window.api;
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('useApi needs an ApiContext above it');
  return api;
}

/** A call that may also fail on the way (main gone, payload refused) as the value that callers expect. */
export async function settled<T>(call: Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await call;
  } catch (cause) {
    const error: IpcError = {
      code: 'failed',
      message: cause instanceof Error ? cause.message : String(cause),
    };
    return { ok: false, error };
  }
}
