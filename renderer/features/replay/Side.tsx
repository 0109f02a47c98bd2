import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { isEnded } from '../../../shared/domain/exchange.ts';
import type { ReplayBlock, ReplaySide } from '../../../shared/domain/replay.ts';
import { promptTokens } from '../../../shared/domain/usage.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { vocabulary } from '../../../shared/i18n/vocabulary.ts';
import { formatRate } from '../../format/duration.ts';
import { providerName } from '../../format/provider-name.ts';
import { Rich, useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note } from '../../ui/Note.tsx';
import { OutcomeState } from '../../ui/Outcome.tsx';
import { Duration, Money, Mono, Num, Tokens } from '../../ui/Values.tsx';
import { isJson, prettyJson } from './tool-calls.ts';

/** One answer: who gives it, how it stands, what it costs, and its blocks as they come. */
export function Side(props: {
  readonly side: ReplaySide;
  readonly isRecorded: boolean;
  readonly onCancel: (() => void) | null;
}): ReactNode {
  const { side, isRecorded } = props;
  const t = useMessages(replay);
  const views = useProviders((state) => state.views);
  const name = providerName(views, side.target.provider);
  const hasEnded = isEnded(side.state);
  return (
    <section className="replay-side" aria-label={t('answerOf', { model: side.target.model, name })}>
      <header className="replay-side-head">
        <div className="row g2">
          <span className="cut grow b" title={`${side.target.model} · ${name}`}>
            <Rich
              catalog={replay}
              id="targetOn"
              values={{ model: <Mono>{side.target.model}</Mono>, provider: <bdi>{name}</bdi> }}
            />
          </span>
          {isRecorded ? <span className="t3 xs">{t('recorded')}</span> : null}
          {hasEnded || props.onCancel === null ? null : (
            <Button size="small" variant="danger" icon="stop" onClick={props.onCancel}>
              {t('cancel')}
            </Button>
          )}
        </div>
        <div role="status">
          <OutcomeState row={side} />
        </div>
        <Figures side={side} />
      </header>
      {side.errorMessage === null ? null : (
        <Note tone={side.state === 'cancelled' ? 'plain' : 'bad'}>
          <bdi>{side.errorMessage}</bdi>
        </Note>
      )}
      <div className="replay-blocks" role="region" aria-label={t('answers')} tabIndex={0}>
        {side.blocks.map((block, place) => (
          <Block key={place} block={block} isWhole={hasEnded || place < side.blocks.length - 1} />
        ))}
        {side.blocks.length === 0 && hasEnded && side.errorMessage === null ? (
          <p className="t3 xs">{t('nothingAnswered')}</p>
        ) : null}
        {side.isCut ? <p className="t3 xs">{t('answerCut')}</p> : null}
        {side.stopReason === 'max_tokens' ? <Note tone="warn">{t('stoppedAtMax')}</Note> : null}
      </div>
    </section>
  );
}

function Figures(props: { readonly side: ReplaySide }): ReactNode {
  const { side } = props;
  const t = useMessages(replay);
  const words = useMessages(vocabulary);
  const { state, startedAt, firstTokenMs, usage, outputSoFar, priceBasis } = side;
  const took = useElapsed(startedAt, side.durationMs, isEnded(state));
  const output = usage?.output ?? outputSoFar;
  const writing = took === null || firstTokenMs === null ? 0 : took - firstTokenMs;
  const word = priceBasis === 'priced' || priceBasis === null ? null : words(`basis-${priceBasis}`);
  return (
    <dl className="replay-figures">
      <Figure name={t('firstToken')}>
        <Duration ms={firstTokenMs} />
      </Figure>
      <Figure name={t('total')}>
        <Duration ms={took} />
      </Figure>
      <Figure name={t('rate')}>
        <Num>{formatRate(output > 0 && writing > 0 ? (output * 1000) / writing : null)}</Num>
      </Figure>
      <Figure name={t('tokensIn')}>
        <Tokens count={usage === null ? null : promptTokens(usage)} />
      </Figure>
      <Figure name={t('tokensOut')}>
        <Tokens
          count={usage === null && output === 0 ? null : output}
          estimate={usage === null ? t('estimated') : null}
        />
      </Figure>
      <Figure name={t('cost')}>
        <Money nanoUsd={side.costNanoUsd} scale="request" unpriced={word} />
      </Figure>
    </dl>
  );
}

function Figure(props: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

const tickMs = 250;

/** Runs while the answer does, and while somebody looks. */
function useElapsed(
  startedAt: number,
  durationMs: number | null,
  hasEnded: boolean,
): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (hasEnded) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, tickMs);
    return () => clearInterval(timer);
  }, [hasEnded]);
  return hasEnded ? durationMs : Math.max(0, now - startedAt);
}

function Block(props: { readonly block: ReplayBlock; readonly isWhole: boolean }): ReactNode {
  const { kind, name, text } = props.block;
  const t = useMessages(replay);
  if (kind === 'text')
    return (
      <p className="replay-text" dir="auto">
        {text}
      </p>
    );
  if (kind === 'thinking')
    return (
      <details className="replay-box">
        <summary>{t('thinking')}</summary>
        <p className="replay-text t2" dir="auto">
          {text}
        </p>
      </details>
    );
  return (
    <section className="replay-box" aria-label={kind === 'tool' ? t('toolCall') : name}>
      <h3 className="row g2">
        {kind === 'tool' ? <span className="t3">{t('toolCall')}</span> : null}
        <Mono>{name}</Mono>
        {kind === 'tool' && props.isWhole && !isJson(text) ? (
          <span className="push bad xs">{t('noJson')}</span>
        ) : null}
      </h3>
      <pre className="mono" dir="ltr" role="region" aria-label={name} tabIndex={0}>
        {props.isWhole ? prettyJson(text) : text}
      </pre>
    </section>
  );
}
