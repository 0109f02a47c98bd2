import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { isEnded, type ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { liveBodies } from '../../../shared/i18n/live-bodies.ts';
import { useMessages } from '../../i18n.tsx';
import { Note } from '../../ui/Note.tsx';
import { Mono } from '../../ui/Values.tsx';
import { blocksOfEvents, blocksOfMessage, type AnswerBlock } from './answer-blocks.ts';
import { useBodies } from './bodies.ts';
import { JsonView } from './JsonView.tsx';
import { jsonLines } from './json-lines.ts';
import { CaptureNote, CutNote } from './RequestTab.tsx';

/** The answer as it is read. Without a kept body it is put together from the events in memory. */
export function ResponseTab(props: { readonly detail: ExchangeDetail }): ReactNode {
  const { row, events, eventsLost } = props.detail;
  const t = useMessages(liveBodies);
  const hasEnded = isEnded(row.state);
  const read = useBodies(row.id, hasEnded);
  const kept = read.state === 'read' ? (read.bodies?.response ?? null) : null;
  // While it runs the events are newer than what was read.
  const body = hasEnded || events.length === 0 ? kept : null;
  const fromBody = useMemo(() => (body === null ? null : blocksOfMessage(body.text)), [body]);
  const fromEvents = useMemo(() => blocksOfEvents(events), [events]);
  if (body !== null && fromBody === null)
    return (
      <>
        <CutNote body={body} />
        <JsonView text={body.text} label={t('response')} />
      </>
    );
  const blocks = fromBody ?? fromEvents;
  return (
    <div className="live-pane live-blocks">
      {read.state === 'failed' ? (
        <Note tone="bad">{t('failed', { reason: read.reason })}</Note>
      ) : null}
      {row.errorMessage === null ? null : (
        <Note tone="bad">
          <bdi>{row.errorMessage}</bdi>
        </Note>
      )}
      {body === null ? null : <CutNote body={body} />}
      {fromBody === null && read.state === 'read' ? (
        <EventsNote isEmpty={blocks.length === 0} lost={eventsLost} />
      ) : null}
      {blocks.map((block, place) => (
        <Block key={place} block={block} />
      ))}
    </div>
  );
}

function EventsNote(props: { readonly isEmpty: boolean; readonly lost: number }): ReactNode {
  const t = useMessages(liveBodies);
  return (
    <CaptureNote>
      {t(props.isEmpty ? 'noAnswer' : 'fromEvents')}
      {props.lost > 0 ? ` ${t('eventsMissing', { count: props.lost })}` : ''}
    </CaptureNote>
  );
}

function Block(props: { readonly block: AnswerBlock }): ReactNode {
  const { kind, name, text } = props.block;
  const t = useMessages(liveBodies);
  if (kind === 'text')
    return (
      <section aria-label={t('blockText')}>
        <p className="live-block" dir="auto">
          {text}
        </p>
      </section>
    );
  if (kind === 'thinking')
    return (
      <details className="live-block-box">
        <summary>{t('blockThinking')}</summary>
        <p className="live-block t2" dir="auto">
          {text}
        </p>
      </details>
    );
  return (
    <section className="live-block-box" aria-label={kind === 'tool' ? t('blockTool') : name}>
      <h3>
        {kind === 'tool' ? `${t('blockTool')} ` : ''}
        <Mono>{name}</Mono>
      </h3>
      <pre className="mono" dir="ltr" role="region" aria-label={name} tabIndex={0}>
        {prettyJson(text)}
      </pre>
    </section>
  );
}

/** Arguments that broke off are no JSON yet; they are shown as far as they go. */
function prettyJson(text: string): string {
  return jsonLines(text)
    .map(({ depth, text: line, long, after }) => {
      const value = long === null ? '' : JSON.stringify(long);
      return `${'  '.repeat(depth)}${line}${value}${after}`;
    })
    .join('\n');
}
