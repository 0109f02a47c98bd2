import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { detoursOf, outcomeOf, type Outcome } from '../../../shared/domain/outcome.ts';
import { outcomeWords } from '../../../shared/i18n/outcomes.ts';
import { useMessages } from '../../i18n.tsx';
import type { GlyphName } from '../../ui/glyph-paths.tsx';

export const outcomeGlyphs: Readonly<Record<Outcome, GlyphName>> = {
  waiting: 'wait',
  streaming: 'live',
  complete: 'ok',
  failed: 'bad',
  'timed-out': 'bad',
  cut: 'cut',
  stalled: 'cut',
  cancelled: 'cancel',
  refused: 'stop',
  blocked: 'stop',
};

/** The end in sentences, with what it took: retries and other targets. */
export function useOutcomeSentences(): (row: ExchangeRow) => string {
  const t = useMessages(outcomeWords);
  return (row) => {
    const { retries, failovers } = detoursOf(row);
    return [
      t(`long-${outcomeOf(row)}`),
      ...(retries === 0 ? [] : [t('retried', { count: retries })]),
      ...(failovers === 0
        ? []
        : [t(row.state === 'complete' ? 'failedOver' : 'otherTargets', { count: failovers })]),
    ].join(' ');
  };
}
