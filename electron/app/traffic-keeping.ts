import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import type { ExchangeStore } from '../storage/store.ts';
import type { RawBodies } from '../traffic/bodies.ts';
import type { ExchangeSummary } from '../traffic/exchange-record.ts';

/** What of an exchange reaches the store; never throws, never waits. */
export interface TrafficKeeper {
  row(row: ExchangeRow): void;
  ended(row: ExchangeRow, summary: ExchangeSummary): void;
  bodies(row: ExchangeRow, bodies: RawBodies): void;
}

/** Of requests in a quiet folder only counts are kept; folders are compared as the client named them. */
export function keepTraffic(
  store: Pick<ExchangeStore, 'put' | 'putBodies'>,
  quietProjects: () => readonly string[],
): TrafficKeeper {
  const isQuiet = ({ project }: ExchangeRow): boolean =>
    project !== null && quietProjects().includes(project);
  return {
    row: (row) => {
      store.put([{ row: isQuiet(row) ? withoutContent(row) : row }]);
    },
    ended: (row, summary) => {
      store.put([isQuiet(row) ? { row: withoutContent(row) } : summary]);
    },
    bodies: (row, bodies) => {
      if (!isQuiet(row)) store.putBodies(row.id, bodies);
    },
  };
}

/**
 * When, how it ended, who answered by which rule, tokens, times and money. Neither its words nor its conversation nor
 * what an upstream said about it.
 */
function withoutContent(row: ExchangeRow): ExchangeRow {
  return { ...row, textTail: '', answerParts: [], sessionId: null, errorMessage: null };
}
