import type { ReactNode } from 'react';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { detoursOf, outcomeOf, type Outcome } from '../../shared/domain/outcome.ts';
import { outcomeWords } from '../../shared/i18n/outcomes.ts';
import { useMessages } from '../i18n.tsx';
import type { GlyphName } from './glyph-paths.tsx';
import { State } from './State.tsx';

export const outcomeGlyphs: Readonly<Record<Outcome, GlyphName>> = {
  waiting: 'wait',
  streaming: 'live',
  complete: 'ok',
  failed: 'bad',
  'timed-out': 'bad',
  cut: 'cut',
  stalled: 'cut',
  cancelled: 'cancel',
  'cancelled-here': 'cancel',
  'client-left': 'cancel',
  stopped: 'cancel',
  refused: 'stop',
  blocked: 'stop',
};

/** How a request stands or ended: the one glyph and word for it, wherever it is shown. */
export function OutcomeState(props: {
  readonly row: Pick<ExchangeRow, 'state' | 'errorCode'>;
  readonly title?: string;
}): ReactNode {
  const t = useMessages(outcomeWords);
  const outcome = outcomeOf(props.row);
  return (
    <State glyph={outcomeGlyphs[outcome]} title={props.title}>
      {t(`outcome-${outcome}`)}
    </State>
  );
}

/** The same with its sentences, what it took and what was said of it, as a tooltip. */
export function RowOutcome(props: { readonly row: ExchangeRow }): ReactNode {
  const { row } = props;
  const sentences = useOutcomeSentences();
  const said = [sentences(row), row.errorMessage].filter((each) => each !== null);
  return <OutcomeState row={row} title={said.join('\n')} />;
}

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

/** Behind the provider's name, where it took more than one attempt. */
export function AttemptsMark(props: { readonly attempts: number }): ReactNode {
  const t = useMessages(outcomeWords);
  if (props.attempts <= 1) return null;
  return (
    <span className="num t3 attempts" dir="ltr" title={t('tries', { count: props.attempts })}>
      ×{props.attempts}
    </span>
  );
}
