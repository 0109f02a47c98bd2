import { createContext, useContext } from 'react';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import type { HarView } from '../../../shared/domain/har.ts';
import type { Api } from '../../bridge.ts';

/** Requests of a file are looked at: what acts on own ones is left out. */
export const FromFileContext = createContext(false);

export function useIsFromFile(): boolean {
  return useContext(FromFileContext);
}

/** Another program recorded it: which rule and provider were asked, and what it cost, is not in the file. */
export function useIsStrange({ row, trace, attempts }: ExchangeDetail): boolean {
  const isFromFile = useIsFromFile();
  return isFromFile && row.provider === null && trace.length === 0 && attempts.length === 0;
}

/** The same calls, answered from an open file; nothing moves in it. */
export function harApi(api: Api, { harId, rows }: HarView): Api {
  const entry = (exchangeId: string): ReturnType<Api['har']['entry']> =>
    api.har.entry({ harId, exchangeId });
  return {
    ...api,
    traffic: {
      ...api.traffic,
      list: () => Promise.resolve({ ok: true, value: rows }),
      page: () => Promise.resolve({ ok: true, value: { rows: [], more: false } }),
      whichMatch: () => Promise.resolve({ ok: true, value: [] }),
      detail: async ({ exchangeId }) => {
        const reply = await entry(exchangeId);
        return reply.ok ? { ok: true, value: reply.value.detail } : reply;
      },
      bodies: async ({ exchangeId }) => {
        const reply = await entry(exchangeId);
        return reply.ok ? { ok: true, value: reply.value.bodies } : reply;
      },
      cancel: () => Promise.resolve({ ok: true, value: false }),
      watch: () => Promise.resolve({ ok: true, value: null }),
      batch: () => () => undefined,
    },
  };
}
