import { useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { liveBodies } from '../../../shared/i18n/live-bodies.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/Field.tsx';
import { Num } from '../../ui/Values.tsx';
import { findLines, jsonLines, stringLines, type JsonLine } from './json-lines.ts';

const lineHeight = 18;
const openWidth = 160;
const shownOfLong = 120;

/** A line as drawn: of the JSON itself, or of a string that was opened below it. */
type Drawn =
  | { readonly place: number; readonly line: JsonLine }
  | { readonly place: number; readonly piece: string; readonly depth: number };

/** A JSON text in lines, long strings collapsed until they are opened, with a search that finds inside them too. */
export function JsonView(props: {
  readonly text: string;
  readonly label: string;
  /** Stands first in its bar. */
  readonly lead?: ReactNode;
}): ReactNode {
  const t = useMessages(liveBodies);
  const scroller = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => jsonLines(props.text), [props.text]);
  const hits = useMemo(() => findLines(lines, words), [lines, words]);
  const drawn = useMemo(() => drawnLines(lines, open), [lines, open]);
  // The compiler is not used here, and rows are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: drawn.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
    initialRect: { width: 800, height: 300 },
  });
  const hit = useMemo(() => new Set(hits), [hits]);
  const current = hits[at];
  const next = (): void => {
    if (hits.length === 0) return;
    const then = (at + 1) % hits.length;
    const place = hits[then] ?? 0;
    setAt(then);
    virtual.scrollToIndex(
      drawn.findIndex((each) => each.place === place),
      { align: 'center' },
    );
  };
  const toggle = (place: number): void => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(place)) after.add(place);
      return after;
    });
  };
  return (
    <div className="live-json">
      <form
        className="live-json-bar"
        onSubmit={(event) => {
          event.preventDefault();
          next();
        }}
      >
        {props.lead}
        <span className="live-events-filter">
          <TextField
            soft
            icon="search"
            value={words}
            onChange={(value) => {
              setWords(value);
              setAt(-1);
            }}
            placeholder={t('search')}
            aria-label={t('search')}
          />
        </span>
        {words.trim() === '' ? null : (
          <>
            <span className="t2 xs" role="status">
              {t('hits', { count: hits.length })}
            </span>
            <Button
              size="small"
              variant="ghost"
              type="submit"
              disabledReason={hits.length === 0 ? t('hits', { count: 0 }) : null}
            >
              {t('nextHit')}
            </Button>
          </>
        )}
      </form>
      <div
        ref={scroller}
        className="live-json-scroll"
        dir="ltr"
        tabIndex={0}
        role="region"
        aria-label={props.label}
      >
        <div style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const each = drawn[item.index];
            return each === undefined ? null : (
              <div
                key={item.key}
                className={classes(
                  'live-json-line',
                  hit.has(each.place) && 'hit',
                  each.place === current && 'on',
                )}
                style={{ transform: `translateY(${String(item.start)}px)` }}
              >
                <DrawnLine drawn={each} isOpen={open.has(each.place)} onToggle={toggle} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function DrawnLine(props: {
  readonly drawn: Drawn;
  readonly isOpen: boolean;
  readonly onToggle: (place: number) => void;
}): ReactNode {
  const { drawn, isOpen } = props;
  const t = useMessages(liveBodies);
  if ('piece' in drawn)
    return (
      <span className="t2" style={{ paddingInlineStart: `${String(drawn.depth * 2 + 2)}ch` }}>
        {drawn.piece}
      </span>
    );
  const { text, depth, long, after } = drawn.line;
  return (
    <span style={{ paddingInlineStart: `${String(depth * 2)}ch` }}>
      {text}
      {long === null ? null : (
        <>
          {isOpen ? '' : `"${long.slice(0, shownOfLong).replaceAll('\n', '⏎')}…"`}{' '}
          <button
            type="button"
            className="live-json-more"
            aria-expanded={isOpen}
            onClick={() => props.onToggle(drawn.place)}
          >
            {t(isOpen ? 'collapse' : 'expand')} · <Num>{formatCount(long.length)}</Num>
          </button>
        </>
      )}
      {after}
    </span>
  );
}

function drawnLines(lines: readonly JsonLine[], open: ReadonlySet<number>): readonly Drawn[] {
  return lines.flatMap((line, place): readonly Drawn[] => {
    if (line.long === null || !open.has(place)) return [{ place, line }];
    const pieces = stringLines(line.long, openWidth);
    return [{ place, line }, ...pieces.map((piece) => ({ place, piece, depth: line.depth }))];
  });
}
