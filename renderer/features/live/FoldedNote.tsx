import type { ReactNode } from 'react';
import { dayStart } from '../../../shared/domain/local-day.ts';
import { figures } from '../../../shared/i18n/figures.ts';
import { useMessages } from '../../i18n.tsx';
import { usePreferences } from '../../stores/context.tsx';
import { Note } from '../../ui/Note.tsx';
import type { Filter } from './filter.ts';

/** Where the filter asks for a time whose requests are kept as sums only. */
export function FoldedNote(props: { readonly filter: Filter }): ReactNode {
  const { asksBackTo, readAt } = props.filter;
  const t = useMessages(figures);
  const days = usePreferences((state) => state.preferences.keepRowsDays);
  if (asksBackTo === null || asksBackTo >= dayStart(readAt, -days)) return null;
  return <Note>{t('foldedInLive', { count: days })}</Note>;
}
