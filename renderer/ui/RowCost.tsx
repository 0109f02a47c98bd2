import type { ReactNode } from 'react';
import { isEnded, type ExchangeRow } from '../../shared/domain/exchange.ts';
import { vocabulary } from '../../shared/i18n/vocabulary.ts';
import { useMessages } from '../i18n.tsx';
import { Money, Num } from './Values.tsx';

/** Paid otherwise than by the request, which then costs nothing more; null: by the token, not at all, or not known. */
function unmetered({ priceBasis }: ExchangeRow): 'free' | 'subscription' | 'hardware' | null {
  return priceBasis === 'free' || priceBasis === 'subscription' || priceBasis === 'hardware'
    ? priceBasis
    : null;
}

/** Why figures of this row are estimates; null where they were reported. */
export function useEstimate(row: Pick<ExchangeRow, 'isEstimated'>): string | null {
  const t = useMessages(vocabulary);
  return row.isEstimated === true ? t('estimatedNoUsage') : null;
}

/** Why a sum is an estimate: so many of its requests are; null: none is. */
export function useEstimatedSum(count: number | undefined): string | null {
  const t = useMessages(vocabulary);
  return count === undefined || count === 0 ? null : t('estimatedSum', { count });
}

/**
 * What one request cost. `$0.00` always with who pays instead: `beside` it, or, where a column has no room (`bare`, its
 * head carries the unit), as its tooltip. A price that is not known is a word, never nothing.
 */
export function RowCost(props: {
  readonly row: ExchangeRow;
  readonly kind: 'beside' | 'bare';
}): ReactNode {
  const { row, kind } = props;
  const t = useMessages(vocabulary);
  const estimate = useEstimate(row);
  const isBare = kind === 'bare';
  if (row.priceBasis === 'unpriced' || row.priceBasis === 'practice')
    return <span className="t3">{t(`basis-${row.priceBasis}`)}</span>;
  const payment = unmetered(row);
  if (payment === null || row.costNanoUsd !== 0 || !isEnded(row.state))
    return <Money nanoUsd={row.costNanoUsd} scale="request" estimate={estimate} isBare={isBare} />;
  const word = t(`paid-${payment}`);
  if (!isBare)
    return (
      <span className="nowrap">
        <span className="t3">{word}</span> <Money nanoUsd={0} />
      </span>
    );
  return (
    <Num title={word}>
      0.00<span className="visually-hidden"> {word}</span>
    </Num>
  );
}
