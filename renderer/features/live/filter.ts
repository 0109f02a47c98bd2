import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { matchesTraffic } from '../../../shared/domain/traffic-filter-match.ts';
import { parseTrafficFilter } from '../../../shared/domain/traffic-filter-parse.ts';
import type { FilterProblem } from '../../../shared/domain/traffic-filter.ts';

export interface Filter {
  readonly matches: (row: ExchangeRow) => boolean;
  /** Nothing is asked for (yet), so all rows are shown. */
  readonly isEmpty: boolean;
  readonly problems: readonly FilterProblem[];
}

export function parseFilter(text: string): Filter {
  const { terms, problems } = parseTrafficFilter(text);
  return {
    matches: (row) => matchesTraffic(terms, row),
    isEmpty: terms.length === 0,
    problems,
  };
}
