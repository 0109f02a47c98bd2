import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { liveOlder } from '../../../shared/i18n/live-older.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { mostOlder, type Older } from './older-rows.ts';

/** How far the list reaches back. */
export interface Reach {
  readonly older: Older;
  /** Memory holds all requests there are. */
  readonly isWhole: boolean;
  readonly onRead: () => void;
}

/** Where memory holds all there is, nothing need be said, unless bodies are searched. */
export function hasLine({ older, isWhole }: Reach): boolean {
  if (!isWhole || older.phase === 'failed') return true;
  return older.asksForText && older.phase !== 'end';
}

/** Stands before the first row: what lies before it, and how to get there without scrolling. */
export function OlderLine(props: {
  readonly reach: Reach;
  readonly columnCount: number;
  /** The button goes, and it had the focus. */
  readonly onFocusLost: () => void;
}): ReactNode {
  const t = useMessages(liveOlder);
  const { older, onRead } = props.reach;
  const { onFocusLost } = props;
  const { phase } = older;
  const words = useLineWords(older);
  const button = useCallback(
    (element: HTMLButtonElement) => () => {
      if (document.activeElement === element) onFocusLost();
    },
    [onFocusLost],
  );
  return (
    <div role="row" aria-rowindex={2} className="live-older">
      <span role="gridcell" aria-colspan={props.columnCount}>
        {phase === 'due' || phase === 'reading' ? <Glyph name="wait" /> : null}
        {phase === 'failed' ? <Glyph name="bad" /> : null}
        <span className="cut" title={words}>
          {words}
        </span>
        {phase === 'more' || phase === 'failed' ? (
          <Button
            ref={button}
            size="small"
            icon={phase === 'failed' ? 'redo' : 'up'}
            onClick={onRead}
            // Not the list's: there it would open a request.
            onKeyDown={(event) => event.key === 'Enter' && event.stopPropagation()}
          >
            {t(phase === 'failed' ? 'retry' : 'show')}
          </Button>
        ) : null}
      </span>
    </div>
  );
}

function useLineWords({ key, phase, reason }: Older): string {
  const t = useMessages(liveOlder);
  const isFiltered = key !== '';
  switch (phase) {
    case 'due':
    case 'reading':
      return t(isFiltered ? 'searching' : 'reading');
    case 'more':
      return t(isFiltered ? 'moreFiltered' : 'more');
    case 'end':
      return t(isFiltered ? 'endFiltered' : 'end');
    case 'full':
      return t(isFiltered ? 'fullFiltered' : 'full', { count: formatCount(mostOlder) });
    case 'failed':
      return t('failed', { reason });
  }
}

/** For those who hear the page: what was read, and where it ends. The list itself does not move. */
export function OlderStatus(props: { readonly reach: Reach }): ReactNode {
  const t = useMessages(liveOlder);
  const { older } = props.reach;
  const words = useLineWords(older);
  const { added, before, phase, rows } = older;
  if (phase === 'failed') return <Said>{words}</Said>;
  if (before === null || phase === 'reading') return <Said>{''}</Said>;
  const read = t('read', { count: added, all: formatCount(rows.ids.length) });
  return <Said>{`${read}. ${words}`}</Said>;
}

function Said(props: { readonly children: string }): ReactNode {
  return (
    <p className="visually-hidden" role="status">
      {props.children}
    </p>
  );
}
