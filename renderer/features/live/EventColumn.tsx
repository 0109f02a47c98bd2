import { useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { StreamEventRecord } from '../../../shared/domain/exchange.ts';
import { liveEvents } from '../../../shared/i18n/live-events.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { classes } from '../../ui/classes.ts';
import { Num } from '../../ui/Values.tsx';
import { jumpPlace, longGapMs, type EventLine, type Jump } from './events.ts';

const lineHeight = 20;

/** A press of a jump button; the same again is another press. */
export interface JumpRequest {
  readonly to: Jump;
}

/** One stream, always left to right, runs of like deltas folded. */
export function EventColumn(props: {
  readonly title: string;
  readonly about: ReactNode;
  readonly events: readonly StreamEventRecord[];
  readonly lost: number;
  readonly lines: readonly EventLine[];
  /** What stands there where there is no line. */
  readonly none: ReactNode;
  readonly jump: JumpRequest | null;
}): ReactNode {
  const { lines, jump } = props;
  const t = useMessages(liveEvents);
  const scroller = useRef<HTMLDivElement>(null);
  const marked = useMemo(() => (jump === null ? -1 : jumpPlace(lines, jump.to)), [lines, jump]);
  // A dialect without names of events has no use for their column.
  const hasTypes = props.events.some(({ type }) => type !== '');
  // The compiler is not used here, and rows are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
    initialRect: { width: 800, height: 300 },
  });
  const place = useRef(marked);
  place.current = marked;
  useEffect(() => {
    if (jump !== null && place.current >= 0)
      virtual.scrollToIndex(place.current, { align: 'center' });
  }, [jump, virtual]);
  return (
    <section className="live-events-column" aria-label={props.title}>
      <div className="live-events-head xs">
        <b className="b">{props.title}</b>
        {props.about === null ? null : <span className="t3 cut">{props.about}</span>}
        <span className="t3">
          {props.about === null ? null : '· '}
          <Num>{formatCount(props.events.length + props.lost)}</Num>
        </span>
        {props.lost > 0 ? (
          <span className="t3">{t('eventsLost', { count: props.lost })}</span>
        ) : null}
      </div>
      {lines.length === 0 ? (
        <p className="live-events-none t2 xs">{props.none}</p>
      ) : (
        <div className={classes('ev', !hasTypes && 'bare')} dir="ltr">
          <div className="hd">
            <span className="n">#</span>
            <span className="dt">Δ ms</span>
            {hasTypes ? <span>type</span> : null}
            <span>data</span>
          </div>
          <div
            ref={scroller}
            className="live-events-scroll"
            tabIndex={0}
            role="log"
            aria-live="off"
            aria-label={props.title}
          >
            <div style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
              {virtual.getVirtualItems().map((item) => {
                const line = lines[item.index];
                return line === undefined ? null : (
                  <Line
                    key={item.key}
                    line={line}
                    top={item.start}
                    hasType={hasTypes}
                    isMarked={marked === item.index}
                  />
                );
              })}
            </div>
          </div>
        </div>
      )}
    </section>
  );
}

function Line(props: {
  readonly line: EventLine;
  readonly top: number;
  readonly hasType: boolean;
  readonly isMarked: boolean;
}): ReactNode {
  const { line, hasType } = props;
  const t = useMessages(liveEvents);
  const style = { transform: `translateY(${String(props.top)}px)` };
  if (line.fold) {
    return (
      <div className="ev-line folded" style={style}>
        <span className="n">
          {line.from}–{line.to}
        </span>
        <span className="dt" />
        {hasType ? <span className="ty">{t('folded', { count: line.count })}</span> : null}
        <span className="d">
          {t('foldedCharacters', {
            head: hasType ? line.head : `${line.head} ×${String(line.count)}`,
            time: formatDuration(line.spanMs),
            characters: formatCount(line.characters),
          })}
        </span>
      </div>
    );
  }
  return (
    <div className={classes('ev-line', props.isMarked && 'on')} style={style}>
      <span className="n">{line.index}</span>
      <span className={classes('dt', line.deltaMs > longGapMs && 'gap')}>{line.deltaMs}</span>
      {hasType ? <span className="ty">{line.type}</span> : null}
      <span className="d" title={line.data.slice(0, 600)}>
        {line.head === '' ? null : <em>{line.head}</em>} {line.data}
      </span>
    </div>
  );
}
