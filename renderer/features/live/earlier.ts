import { useEffect, useState } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { printTrafficFilter } from '../../../shared/domain/traffic-filter-print.ts';
import { maxFilterLength } from '../../../shared/domain/traffic-filter.ts';
import { settled, useApi } from '../../bridge.ts';
import { mostEarlier } from './conversations.ts';

/** Requests of the same conversation before one, the latest first. */
export interface Earlier {
  readonly rows: readonly ExchangeRow[];
  /** No others are kept. */
  readonly isAll: boolean;
}

export type FoundEarlier =
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'found'; readonly rows: readonly ExchangeRow[] };

/** Memory knows the newest requests only; the rest of a conversation is in the store. */
export function useEarlier(row: ExchangeRow, known: Earlier): FoundEarlier {
  const api = useApi();
  const { id, sessionId, startedAt } = row;
  const isEnough = known.isAll || sessionId === null || known.rows.length >= mostEarlier;
  const filter = isEnough ? '' : sessionFilter(sessionId);
  const isAsked = filter !== '' && filter.length <= maxFilterLength;
  const [answer, setAnswer] = useState<{ readonly of: string; readonly found: FoundEarlier }>();
  useEffect(() => {
    let isWanted = isAsked;
    if (isWanted)
      // Others may have begun in the same ms.
      void settled(api.traffic.page({ filter, limit: mostEarlier, before: startedAt + 1 })).then(
        (reply) => {
          if (!isWanted) return;
          const found: FoundEarlier = reply.ok
            ? { state: 'found', rows: reply.value.rows }
            : { state: 'failed', reason: reply.error.message };
          setAnswer({ of: id, found });
        },
      );
    return () => {
      isWanted = false;
    };
  }, [api, isAsked, filter, id, startedAt]);
  if (!isAsked) return { state: 'found', rows: known.rows };
  const found: FoundEarlier = answer?.of === id ? answer.found : { state: 'reading' };
  if (found.state === 'found') return { ...found, rows: together(row, known.rows, found.rows) };
  return found.state === 'failed' && known.rows.length > 0
    ? { state: 'found', rows: known.rows }
    : found;
}

/** Memory still knows the conversation of a quiet project, which the store was never told. */
function together(
  row: ExchangeRow,
  known: readonly ExchangeRow[],
  stored: readonly ExchangeRow[],
): readonly ExchangeRow[] {
  const byId = new Map([...stored, ...known].map((each) => [each.id, each]));
  byId.delete(row.id);
  return [...byId.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, mostEarlier);
}

function sessionFilter(sessionId: string): string {
  return printTrafficFilter([
    { type: 'text', negated: false, key: 'session', exact: true, values: [sessionId] },
  ]);
}
