import { useEffect, useState } from 'react';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { settled, useApi } from '../../bridge.ts';

/** As many of today's rows as this page keeps; beyond that it says that it shows the last ones only. */
export const rowsKept = 500;

/** Newest first; a row replaces the one with the same id; bounded. */
export function applyRows(
  rows: readonly ExchangeRow[],
  changed: readonly ExchangeRow[],
): readonly ExchangeRow[] {
  if (changed.length === 0) return rows;
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of changed) byId.set(row.id, row);
  return [...byId.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, rowsKept);
}

/** Recent rows while the page is shown: one read, then batches. null until the first answer. */
export function useRecentRows(): readonly ExchangeRow[] | null {
  const api = useApi();
  const [rows, setRows] = useState<readonly ExchangeRow[] | null>(null);
  useEffect(() => {
    let isShown = true;
    const read = async (): Promise<void> => {
      const reply = await settled(api.traffic.list({ limit: rowsKept, before: null }));
      if (isShown) setRows((known) => applyRows(known ?? [], reply.ok ? reply.value : []));
    };
    const stop = api.traffic.batch((batch) => {
      setRows((known) => applyRows(known ?? [], batch.rows));
      if (batch.skipped > 0) void read();
    });
    void settled(api.traffic.watch({ active: true })).then(read);
    return () => {
      isShown = false;
      stop();
      void settled(api.traffic.watch({ active: false }));
    };
  }, [api]);
  return rows;
}
