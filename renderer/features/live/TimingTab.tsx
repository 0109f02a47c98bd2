import type { ReactNode } from 'react';
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts';
import { liveFigures } from '../../../shared/i18n/live-figures.ts';
import { formatRate } from '../../format/duration.ts';
import { providerName } from '../../format/provider-name.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Duration, Num } from '../../ui/Values.tsx';
import { elapsedMs, tokensPerSecond } from './row-figures.ts';

interface Span {
  readonly id: string;
  readonly label: ReactNode;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tone: 'wait' | 'stream' | 'attempt' | 'failed';
}

/** Bars on one time axis, which is never mirrored. */
export function TimingTab(props: {
  readonly detail: ExchangeDetail;
  readonly now: number;
}): ReactNode {
  const { detail, now } = props;
  const { row } = detail;
  const t = useMessages(liveFigures);
  const views = useProviders((state) => state.views);
  const wholeMs = Math.max(1, elapsedMs(row, now) ?? 1);
  const firstMs = row.firstTokenMs ?? wholeMs;
  const spans: Span[] = [
    { id: 'wait', label: t('timingWaiting'), fromMs: 0, toMs: firstMs, tone: 'wait' },
  ];
  if (row.firstTokenMs !== null)
    spans.push({
      id: 'stream',
      label: t('timingStreaming'),
      fromMs: firstMs,
      toMs: wholeMs,
      tone: 'stream',
    });
  detail.attempts.forEach((attempt, index) => {
    spans.push({
      id: `attempt-${String(index)}`,
      label: (
        <>
          {t('timingAttempt', { number: index + 1 })}{' '}
          <bdi className="t3">{providerName(views, attempt.provider)}</bdi>
        </>
      ),
      fromMs: attempt.startedAtMs,
      toMs: attempt.startedAtMs + (attempt.durationMs ?? wholeMs - attempt.startedAtMs),
      tone: attempt.outcome === 'failed' ? 'failed' : 'attempt',
    });
  });
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
    </div>
  );
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
