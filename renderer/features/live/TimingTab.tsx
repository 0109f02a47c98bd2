import type { ReactNode } from 'react';
import type { AttemptRecord, ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { liveFigures } from '../../../shared/i18n/live-figures.ts';
import { liveTiming } from '../../../shared/i18n/live-timing.ts';
import { formatDuration, formatRate } from '../../format/duration.ts';
import { providerName } from '../../format/provider-name.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Duration, Mono, Num } from '../../ui/Values.tsx';
import { elapsedMs, tokensPerSecond } from './row-figures.ts';
import { eventDensity, longestGaps } from './stream-gaps.ts';

interface Span {
  readonly id: string;
  readonly label: ReactNode;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tone: 'wait' | 'stream' | 'attempt' | 'failed';
}

/** Bars on one time axis, which is never mirrored; below them the stream's own rhythm and its silences. */
export function TimingTab(props: {
  readonly detail: ExchangeDetail;
  readonly now: number;
}): ReactNode {
  const { detail, now } = props;
  const { row } = detail;
  const t = useMessages(liveFigures);
  const wholeMs = Math.max(1, elapsedMs(row, now) ?? 1);
  const spans = useSpans(detail, wholeMs);
  return (
    <div className="live-pane live-timing">
      {spans.map((span) => (
        <TimingBar key={span.id} span={span} wholeMs={wholeMs} />
      ))}
      <div className="timing-row timing-total">
        <span className="b">{t('timingTotal')}</span>
        <span className="t3">
          <Num>{formatRate(tokensPerSecond(row, now))}</Num>
        </span>
        <span className="end b">
          <Duration ms={elapsedMs(row, now)} />
        </span>
      </div>
      <Rhythm detail={detail} wholeMs={wholeMs} />
    </div>
  );
}

/** What is known, in the order in which it happened; a step that was not measured has no bar. */
function useSpans({ row, attempts, events }: ExchangeDetail, wholeMs: number): readonly Span[] {
  const t = useMessages(liveFigures);
  const steps = useMessages(liveTiming);
  const views = useProviders((state) => state.views);
  const spans: Span[] = [];
  const add = (id: string, label: ReactNode, from: number, to: number, tone: Span['tone']): void =>
    void spans.push({ id, label, fromMs: from, toMs: to, tone });
  const queuedMs = attempts[0]?.startedAtMs;
  if (queuedMs !== undefined) add('queue', steps('queue'), 0, queuedMs, 'wait');
  attempts.forEach((attempt, index) => {
    const { startedAtMs, durationMs, outcome } = attempt;
    const name = (
      <>
        {t('timingAttempt', { number: index + 1 })}{' '}
        <bdi className="t3">{providerName(views, attempt.provider)}</bdi>
      </>
    );
    const end = startedAtMs + (durationMs ?? wholeMs - startedAtMs);
    const tone = outcome === 'failed' ? 'failed' : 'attempt';
    add(`attempt-${String(index)}`, name, startedAtMs, end, tone);
    for (const step of stepsOf(attempt))
      add(
        `${step.id}-${String(index)}`,
        <Step label={steps(step.id)} />,
        step.from,
        step.to,
        'wait',
      );
  });
  const last = attempts.at(-1);
  const headersMs = last?.headersAtMs ?? last?.startedAtMs ?? 0;
  const firstByteMs = events[0]?.atMs ?? null;
  if (firstByteMs !== null) add('byte', steps('firstByte'), headersMs, firstByteMs, 'wait');
  const { firstTokenMs } = row;
  const firstWord = firstByteMs === null ? t('timingWaiting') : steps('firstText');
  add('text', firstWord, firstByteMs ?? 0, firstTokenMs ?? wholeMs, 'wait');
  if (firstTokenMs !== null) add('stream', t('timingStreaming'), firstTokenMs, wholeMs, 'stream');
  return spans;
}

function Step(props: { readonly label: string }): ReactNode {
  return <span className="timing-step t2">{props.label}</span>;
}

/** Of one attempt: until there is a connection, then until the upstream's headers. */
function stepsOf({ startedAtMs, connectedAtMs, headersAtMs }: AttemptRecord): readonly {
  readonly id: 'connect' | 'headers';
  readonly from: number;
  readonly to: number;
}[] {
  if (connectedAtMs === null || connectedAtMs === undefined) return [];
  const connect = { id: 'connect', from: startedAtMs, to: connectedAtMs } as const;
  if (headersAtMs === null || headersAtMs === undefined) return [connect];
  return [connect, { id: 'headers', from: connectedAtMs, to: headersAtMs }];
}

function TimingBar(props: { readonly span: Span; readonly wholeMs: number }): ReactNode {
  const { span, wholeMs } = props;
  const percent = (ms: number): string =>
    `${((Math.min(ms, wholeMs) / wholeMs) * 100).toFixed(2)}%`;
  return (
    <div className="timing-row">
      <span className="cut">{span.label}</span>
      <span className="timing-track" dir="ltr">
        <i
          data-tone={span.tone}
          style={{
            insetInlineStart: percent(span.fromMs),
            inlineSize: percent(Math.max(0, span.toMs - span.fromMs)),
          }}
        />
      </span>
      <span className="end">
        <Duration ms={Math.max(0, span.toMs - span.fromMs)} />
      </span>
    </div>
  );
}

const pieces = 120;

/** When the events came, and where the stream was silent. */
function Rhythm(props: { readonly detail: ExchangeDetail; readonly wholeMs: number }): ReactNode {
  const { detail, wholeMs } = props;
  const t = useMessages(liveTiming);
  // The upstream's own stream where there is one: ours follows it.
  const events = detail.upstreamEvents ?? detail.events;
  const [first] = events;
  // A file tells no times of its events: all of them would stand in one place.
  if (events.length < 2 || events.every(({ atMs }) => atMs === first?.atMs)) return null;
  const density = eventDensity(events, wholeMs, pieces);
  const most = Math.max(1, ...density);
  const gaps = longestGaps(events);
  const about = t('rhythmAbout', { count: events.length, time: formatDuration(wholeMs) });
  return (
    <section className="live-rhythm">
      <h2>{t('rhythm')}</h2>
      <svg
        viewBox={`0 0 ${String(pieces)} 24`}
        preserveAspectRatio="none"
        role="img"
        aria-label={about}
      >
        {density.map((count, place) =>
          count === 0 ? null : (
            <rect
              key={place}
              x={place}
              width={0.8}
              y={24 - 4 - (20 * count) / most}
              height={4 + (20 * count) / most}
            />
          ),
        )}
      </svg>
      {gaps.length === 0 ? (
        <p className="t3">{t('noGaps')}</p>
      ) : (
        <table className="tbl" aria-label={t('gaps')}>
          <thead>
            <tr>
              <th>{t('gaps')}</th>
              <th>{t('gapFrom')}</th>
              <th>{t('gapUntil')}</th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((gap) => (
              <tr key={gap.index}>
                <td className="warn">
                  <Duration ms={gap.lengthMs} />
                </td>
                <td>
                  <Duration ms={gap.fromMs} />
                </td>
                <td>
                  <Mono>
                    #{gap.index} {gap.type}
                  </Mono>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
