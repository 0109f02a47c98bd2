import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { isEnded, type ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { har } from '../../../shared/i18n/har.ts';
import { liveEvents } from '../../../shared/i18n/live-events.ts';
import { formatDuration } from '../../format/duration.ts';
import { providerName } from '../../format/provider-name.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/Field.tsx';
import { Glyph } from '../../ui/Glyph.tsx';
import { Mono } from '../../ui/Values.tsx';
import { EventColumn, type JumpRequest } from './EventColumn.tsx';
import { useIsFromFile, useIsStrange } from './har-api.ts';
import {
  eventFilter,
  eventLines,
  jumpPlace,
  jumps,
  readUpstreamDelta,
  type EventLine,
  type Jump,
} from './events.ts';

/** The client's stream as it was sent, beside what the upstream sent where that is another dialect. */
export function EventsTab(props: {
  readonly detail: ExchangeDetail;
  readonly now: number;
}): ReactNode {
  const { events, eventsLost, upstreamEvents, upstreamEventsLost, row } = props.detail;
  const t = useMessages(liveEvents);
  const views = useProviders((state) => state.views);
  const [text, setText] = useState('');
  const [jump, setJump] = useState<JumpRequest | null>(null);
  const filter = useMemo(() => eventFilter(text), [text]);
  const matches = filter === 'invalid' ? null : filter;
  const lines = useMemo(() => eventLines(events, matches), [events, matches]);
  const upstreamLines = useMemo(
    () => eventLines(upstreamEvents ?? [], matches, readUpstreamDelta),
    [upstreamEvents, matches],
  );
  const isPassedThrough = upstreamEvents === null;
  const isStrange = useIsStrange(props.detail);
  const inFile = useMessages(har);
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
        <JumpButtons
          lines={[lines, upstreamLines]}
          onJump={(to) => {
            setJump({ to });
          }}
        />
        {isPassedThrough && !isStrange && events.length > 0 ? (
          <span className="push t3 xs">{t('eventsSame')}</span>
        ) : null}
      </div>
      <div className={classes('live-events-columns', !isPassedThrough && 'two')}>
        <EventColumn
          title={isStrange ? inFile('recorded') : t('eventsToClient')}
          about={isStrange ? null : <Mono>anthropic-messages</Mono>}
          events={events}
          lost={eventsLost}
          lines={lines}
          none={<NoEvents detail={props.detail} now={props.now} hasFilter={matches !== null} />}
          jump={jump}
        />
        {isPassedThrough ? null : (
          <EventColumn
            title={t('eventsFromUpstream')}
            about={row.provider === null ? null : <bdi>{providerName(views, row.provider)}</bdi>}
            events={upstreamEvents}
            lost={upstreamEventsLost}
            lines={upstreamLines}
            none={t(matches === null ? 'eventsNone' : 'eventsNoHit')}
            jump={jump}
          />
        )}
      </div>
    </div>
  );
}

const jumpWords = {
  text: 'jumpText',
  tool: 'jumpTool',
  error: 'jumpError',
  gap: 'jumpGap',
} as const satisfies Record<Jump, string>;

function JumpButtons(props: {
  readonly lines: readonly (readonly EventLine[])[];
  readonly onJump: (to: Jump) => void;
}): ReactNode {
  const t = useMessages(liveEvents);
  const found = jumps.filter((jump) => props.lines.some((lines) => jumpPlace(lines, jump) >= 0));
  if (found.length === 0) return null;
  return (
    <>
      <span className="t3 xs live-jump">{t('jumpTo')}</span>
      {found.map((jump) => (
        <Button
          key={jump}
          size="small"
          variant="ghost"
          onClick={() => {
            props.onJump(jump);
          }}
        >
          {t(jumpWords[jump])}
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
  const t = useMessages(liveEvents);
  const { row, events, eventsLost } = props.detail;
  const inFile = useMessages(har);
  const isFromFile = useIsFromFile();
  if (props.hasFilter && events.length > 0) return t('eventsNoHit');
  if (isFromFile) return inFile('noEvents');
  if (!isEnded(row.state))
    return (
      <>
        <Glyph name="wait" />{' '}
        {t('eventsWaiting', { time: formatDuration(Math.max(0, props.now - row.startedAt)) })}
      </>
    );
  if (eventsLost > 0) return t('eventsGone');
  return row.stream ? t('eventsNone') : t('eventsWhole');
}
