import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { live } from '../../../shared/i18n/live.ts';
import { useMessages } from '../../i18n.tsx';
import { useEstimate } from '../../ui/RowCost.tsx';
import { isEstimated } from './row-figures.ts';

/** Why a row's tokens are an estimate: none have been reported yet, or never were. null: they were. */
export function useTokenEstimate(row: ExchangeRow): string | null {
  const t = useMessages(live);
  const why = useEstimate(row);
  return why ?? (isEstimated(row) ? t('estimated') : null);
}
