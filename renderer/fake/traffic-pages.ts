import { isEnded, type ExchangeRow } from '../../shared/domain/exchange.ts';
import { matchesTraffic } from '../../shared/domain/traffic-filter-match.ts';
import { parseTrafficFilter } from '../../shared/domain/traffic-filter-parse.ts';
import type { TrafficPage } from '../../shared/ipc/contract.ts';
import type { FakeWorld } from './world.ts';

/** As main pages: newest first, and what began in the same ms as the last row comes along. */
export function fakePage(
  world: FakeWorld,
  filter: string,
  { limit, before }: { readonly limit: number; readonly before: number | null },
): TrafficPage {
  const rows = world.rows
    .filter((row) => before === null || row.startedAt < before)
    .filter(matcher(world, filter))
    .sort((a, b) => b.startedAt - a.startedAt);
  const last = rows[limit - 1]?.startedAt;
  const page = rows.filter((row, place) => place < limit || row.startedAt === last);
  return { rows: page, more: rows.length >= limit };
}

export function fakeMatches(
  world: FakeWorld,
  filter: string,
  { exchangeIds }: { readonly exchangeIds: readonly string[] },
): readonly string[] {
  const asked = new Set(exchangeIds);
  return world.rows
    .filter(({ id }) => asked.has(id))
    .filter(matcher(world, filter))
    .map(({ id }) => id);
}

/** Of an ended request the store searches what was kept of its bodies; of a running one memory has the text. */
function matcher(world: FakeWorld, filter: string): (row: ExchangeRow) => boolean {
  const { terms } = parseTrafficFilter(filter, Date.now());
  return (row) => {
    const kept = { ...row, textTail: world.keptTexts.get(row.id) ?? '' };
    return matchesTraffic(terms, isEnded(row.state) ? kept : row);
  };
}
