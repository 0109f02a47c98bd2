import { useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { isEnded, type ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { live } from '../../../shared/i18n/live.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/tokens.ts';
import { useMessages } from '../../i18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/Field.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Mono, Num } from '../../ui/Values.tsx';
import { eventFilter, eventLines, type EventLine } from './events.ts';

const lineHeight = 20;
const longGapMs = 500;

/** The client's stream as it was sent: always left to right, runs of like deltas folded. */
export function EventsTab(props: {
  readonly detail: ExchangeDetail;
  readonly now: number;
}): ReactNode {
  const { detail } = props;
  const t = useMessages(live);
  const [text, setText] = useState('');
  const [marked, setMarked] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const filter = useMemo(() => eventFilter(text), [text]);
  const matches = filter === 'invalid' ? null : filter;
  const lines = useMemo(() => eventLines(detail.events, matches), [detail.events, matches]);
  // The compiler is not used here, and rows are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 12,
    initialRect: { width: 800, height: 300 },
  });
  const jump = (place: number): void => {
    setMarked(place);
    virtual.scrollToIndex(place, { align: 'center' });
  };
  return (
    <div className="live-events">
      <div className="live-events-bar">
        <span className="live-events-filter">
          <TextField
            soft
            mono={text !== ''}
            icon="search"
            value={text}
            onChange={setText}
            placeholder={t('eventsFilter')}
            aria-label={t('eventsFilter')}
            aria-invalid={filter === 'invalid' ? true : undefined}
            title={filter === 'invalid' ? t('eventsInvalid') : undefined}
          />
        </span>
        <JumpButtons lines={lines} onJump={jump} />
      </div>
      <div className="live-events-head xs">
        <b className="b">{t('eventsToClient')}</b>{' '}
        <span className="t3">
          <Mono>anthropic-messages</Mono> · <Num>{formatCount(detail.events.length)}</Num>
        </span>
        {detail.eventsLost > 0 ? (
          <span className="t3">{t('eventsLost', { count: detail.eventsLost })}</span>
        ) : null}
      </div>
      {lines.length === 0 ? (
        <p className="live-events-none t2 xs">
          <NoEvents detail={detail} now={props.now} hasFilter={matches !== null} />
        </p>
      ) : (
        <div className="ev" dir="ltr">
          <div className="hd">
            <span className="n">#</span>
            <span className="dt">Δ ms</span>
            <span>type</span>
            <span>data</span>
          </div>
          <div
            ref={scroller}
            className="live-events-scroll"
            tabIndex={0}
            role="log"
            aria-live="off"
          >
            <div style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
              {virtual.getVirtualItems().map((item) => {
                const line = lines[item.index];
                return line === undefined ? null : (
                  <Line
                    key={item.key}
                    line={line}
                    top={item.start}
                    isMarked={marked === item.index}
                  />
                );
              })}
            </div>
          </div>
        </div>
      )}
    </div>
  );
}

function Line(props: {
  readonly line: EventLine;
  readonly top: number;
  readonly isMarked: boolean;
}): ReactNode {
  const { line } = props;
  const t = useMessages(live);
  const style = { transform: `translateY(${String(props.top)}px)` };
  if (line.fold) {
    return (
      <div className="ev-line folded" style={style}>
        <span className="n">
          {line.from}–{line.to}
        </span>
        <span className="dt" />
        <span className="ty">{t('folded', { count: line.count })}</span>
        <span className="d">
          {t('foldedCharacters', {
            head: line.head,
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
      <span className="ty">{line.type}</span>
      <span className="d" title={line.data.slice(0, 600)}>
        {line.head === '' ? null : <em>{line.head}</em>} {line.data}
      </span>
    </div>
  );
}

function JumpButtons(props: {
  readonly lines: readonly EventLine[];
  readonly onJump: (place: number) => void;
}): ReactNode {
  const t = useMessages(live);
  const { lines } = props;
  const find = (test: (line: Extract<EventLine, { fold: false }>) => boolean): number =>
    lines.findIndex((line) => !line.fold && test(line));
  const places = [
    ['jumpText', find((line) => line.head === 'text_delta')],
    ['jumpTool', find((line) => /"type":\s*"tool_use"/.test(line.data))],
    ['jumpGap', find((line) => line.deltaMs > longGapMs)],
  ] as const;
  const found = places.filter(([, place]) => place >= 0);
  if (found.length === 0) return null;
  return (
    <>
      <span className="t3 xs live-jump">{t('jumpTo')}</span>
      {found.map(([word, place]) => (
        <Button
          key={word}
          size="small"
          variant="ghost"
          onClick={() => {
            props.onJump(place);
          }}
        >
          {t(word)}
        </Button>
      ))}
    </>
  );
}

function NoEvents(props: {
  readonly detail: ExchangeDetail;
  readonly now: number;
  readonly hasFilter: boolean;
}): ReactNode {
  const t = useMessages(live);
  const { row, events } = props.detail;
  if (props.hasFilter && events.length > 0) return t('eventsNoHit');
  if (!isEnded(row.state))
    return (
      <>
        <Glyph name="wait" />{' '}
        {t('eventsWaiting', { time: formatDuration(Math.max(0, props.now - row.startedAt)) })}
      </>
    );
  return row.stream ? t('eventsNone') : t('eventsWhole');
}
