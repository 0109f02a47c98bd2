import { isEnded, type ExchangeRow, type ExchangeState } from '../../../shared/domain/exchange.ts';
import type { GlyphName } from '../../ui/glyph-paths.tsx';
import type { Filter } from './filter.ts';
import type { Rows } from './traffic-state.ts';

/** Ids that the filter lets through, oldest first. */
export function visibleIds(rows: Rows, filter: Filter): readonly string[] {
  if (filter.isEmpty) return rows.ids;
  return rows.ids.filter((id) => {
    const row = rows.byId.get(id);
    return row !== undefined && filter.matches(row);
  });
}

export const stateGlyphs: Readonly<Record<ExchangeState, GlyphName>> = {
  waiting: 'wait',
  streaming: 'live',
  complete: 'ok',
  failed: 'bad',
  cut: 'cut',
  cancelled: 'cancel',
  refused: 'stop',
};

/** The kind worth a narrow column: the most telling one that is not `main`. */
export function leadingKind(row: ExchangeRow): ExchangeRow['kinds'][number] {
  const rank = [
    'count-tokens',
    'compaction',
    'title',
    'web-search',
    'subagent',
    'background',
    'plan',
    'long-context',
    'image',
    'main',
    'thinking',
  ] as const;
  return rank.find((kind) => row.kinds.includes(kind)) ?? 'main';
}

export function isInFlight(row: ExchangeRow): boolean {
  return !isEnded(row.state);
}
