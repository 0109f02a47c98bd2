import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { ReplaySide } from '../../../shared/domain/replay.ts';
import { replay } from '../../../shared/i18n/replay.ts';
import { useMessages } from '../../i18n.tsx';
import { SectionTitle } from '../../ui/Heading.tsx';
import { State } from '../../ui/State.tsx';
import { Mono } from '../../ui/Values.tsx';
import { diffLines, diffText, type DiffPart } from './text-diff.ts';
import { pairCalls, proseOf, type CallPair } from './tool-calls.ts';

/** What was said and which tools were called, the two answers in one. */
export function Differences(props: {
  readonly left: ReplaySide;
  readonly right: ReplaySide;
}): ReactNode {
  const { left, right } = props;
  const t = useMessages(replay);
  const prose = useMemo(
    () => [proseOf(left.blocks), proseOf(right.blocks)] as const,
    [left, right],
  );
  const parts = useMemo(() => diffText(...prose), [prose]);
  const calls = useMemo(() => pairCalls(left.blocks, right.blocks), [left, right]);
  const hasProse = prose.some((text) => text !== '');
  return (
    <div className="replay-diff">
      <p className="t2 xs">
        <del className="replay-del">{t('call-only', { model: left.target.model })}</del>
        {' · '}
        <ins className="replay-ins">{t('call-only', { model: right.target.model })}</ins>
      </p>
      <section>
        <SectionTitle title={t('diffText')} />
        {!hasProse ? <p className="t3 xs">{t('diffNoText')}</p> : null}
        {hasProse && prose[0] === prose[1] ? <p className="t3 xs">{t('diffSame')}</p> : null}
        {parts === null ? <p className="t3 xs">{t('diffTooMuch')}</p> : <Parts parts={parts} />}
      </section>
      <section>
        <SectionTitle title={t('diffTools')} />
        {calls.length === 0 ? <p className="t3 xs">{t('diffNoTools')}</p> : null}
        {calls.map((pair, place) => (
          <Call key={place} pair={pair} left={left.target.model} right={right.target.model} />
        ))}
      </section>
    </div>
  );
}

function Parts(props: { readonly parts: readonly DiffPart[] }): ReactNode {
  return (
    <p className="replay-text" dir="auto">
      {props.parts.map(({ kind, text }, place) => {
        if (kind === 'left')
          return (
            <del key={place} className="replay-del">
              {text}
            </del>
          );
        if (kind === 'right')
          return (
            <ins key={place} className="replay-ins">
              {text}
            </ins>
          );
        return <span key={place}>{text}</span>;
      })}
    </p>
  );
}

function Call(props: {
  readonly pair: CallPair;
  readonly left: string;
  readonly right: string;
}): ReactNode {
  const { name, left, right, verdict } = props.pair;
  const t = useMessages(replay);
  const parts = useMemo(
    () => (left === null || right === null ? null : diffLines(left, right)),
    [left, right],
  );
  const model = verdict === 'left' ? props.left : props.right;
  return (
    <section className="replay-box" aria-label={name}>
      <h3 className="row g2">
        <Mono>{name}</Mono>
        <span className="push">
          <State glyph={verdict === 'same' ? 'ok' : 'warn'}>
            {verdict === 'same' || verdict === 'differs'
              ? t(`call-${verdict}`)
              : t('call-only', { model })}
          </State>
        </span>
      </h3>
      <pre className="mono" dir="ltr" role="region" aria-label={name} tabIndex={0}>
        {parts === null ? (
          (left ?? right)
        ) : (
          <>
            {parts.map(({ kind, text }, place) =>
              kind === 'same' ? (
                <span key={place}>{text}</span>
              ) : kind === 'left' ? (
                <del key={place} className="replay-del">
                  {text}
                </del>
              ) : (
                <ins key={place} className="replay-ins">
                  {text}
                </ins>
              ),
            )}
          </>
        )}
      </pre>
    </section>
  );
}
