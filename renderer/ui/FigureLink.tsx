import type { ReactNode } from 'react';
import { figures } from '../../shared/i18n/figures.ts';
import { formatCount } from '../format/tokens.ts';
import { useMessages } from '../i18n.tsx';

/**
 * A figure that opens the rows it was counted from; its label is spoken and shown as tooltip. Of `count` requests
 * `folded` are known as sums only: said, and where nothing else is left there is nothing to open.
 */
export function FigureLink(props: {
  /** null: the rows cannot be told from others. */
  readonly filter: string | null;
  readonly onOpen: (filter: string) => void;
  readonly count?: number;
  readonly folded?: number | undefined;
  /** In place of "show these requests". */
  readonly label?: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { filter, onOpen, count = Infinity, folded = 0, children } = props;
  const t = useMessages(figures);
  if (folded > 0 && folded >= count) return <span title={t('sumsOnly')}>{children}</span>;
  if (filter === null || count === 0) return children;
  const partly =
    folded > 0 ? t('openRowsPartly', { count: folded, older: formatCount(folded) }) : t('openRows');
  return (
    <button
      type="button"
      className="figure-link"
      title={props.label ?? partly}
      onClick={() => onOpen(filter)}
    >
      {children}
    </button>
  );
}
