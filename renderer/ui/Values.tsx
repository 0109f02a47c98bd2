import type { ReactNode } from 'react';
import { formatDuration } from '../format/duration.ts';
import { shortModel } from '../format/model.ts';
import type { MoneyScale } from '../format/money.ts';
import { formatUsd, formatUsdColumn } from '../format/money.ts';
import { formatCount, formatTokens } from '../format/tokens.ts';
import { Icon } from './Icon.tsx';

/** Digits that align, isolated left to right. */
export function Num(props: {
  readonly children: ReactNode;
  readonly title?: string | undefined;
}): ReactNode {
  return (
    <span className="num" dir="ltr" title={props.title}>
      {props.children}
    </span>
  );
}

/** Ids, paths, addresses: left to right in every language. */
export function Mono(props: {
  readonly children: ReactNode;
  readonly title?: string | undefined;
}): ReactNode {
  return (
    <span className="mono" dir="ltr" title={props.title}>
      {props.children}
    </span>
  );
}

/** `nanoUsd` null is "not yet known"; an unknown price is worded by the caller through `unpriced`. */
export function Money(props: {
  readonly nanoUsd: number | null;
  readonly scale?: MoneyScale;
  /** The word to show instead of a figure when the price is unknown. */
  readonly unpriced?: string | null;
  /** Why it is an estimate; null: it is none. */
  readonly estimate?: string | null;
  /** In a column of requests: without the unit, which its head carries, and in four decimals. */
  readonly isBare?: boolean;
}): ReactNode {
  const { nanoUsd, unpriced = null, estimate = null, scale = 'total' } = props;
  if (unpriced !== null) return <span className="t3">{unpriced}</span>;
  const withUnit = formatUsd(nanoUsd, scale);
  const isBare = props.isBare === true;
  const figure = isBare ? formatUsdColumn(nanoUsd) : withUnit;
  const title = isBare && nanoUsd !== null ? withUnit : undefined;
  if (estimate === null || nanoUsd === null) return <Num title={title}>{figure}</Num>;
  return <Estimate text={figure} title={`≈ ${withUnit}`} why={estimate} />;
}

/** An estimate: `≈`, and why, on hover and for those who hear the page. */
function Estimate(props: {
  readonly text: string;
  readonly title: string;
  readonly why: string;
}): ReactNode {
  return (
    <Num title={`${props.title} (${props.why})`}>
      ≈{props.text}
      <span className="visually-hidden"> {props.why}</span>
    </Num>
  );
}

/** Three figures; the exact count on hover. An estimate says so: `≈` and, on hover, the given word. */
export function Tokens(props: {
  readonly count: number | null;
  readonly estimate?: string | null;
}): ReactNode {
  const { count, estimate = null } = props;
  if (count === null) return <Num>—</Num>;
  if (estimate !== null)
    return <Estimate text={formatTokens(count)} title={`≈ ${formatCount(count)}`} why={estimate} />;
  return <Num title={formatCount(count)}>{formatTokens(count)}</Num>;
}

export function Duration(props: { readonly ms: number | null }): ReactNode {
  return <Num>{formatDuration(props.ms)}</Num>;
}

/** Asked in grey, arrow, sent in dark; one id when both are the same. Full ids on hover. */
export function ModelPair(props: {
  readonly asked: string;
  readonly sent: string | null;
}): ReactNode {
  const { asked, sent } = props;
  if (sent === null || sent === asked) return <Mono title={asked}>{shortModel(asked)}</Mono>;
  return (
    <span className="pair">
      <span className="mono from" dir="ltr" title={asked}>
        {shortModel(asked)}
      </span>
      <Icon name="arrow" size="tiny" />
      <span className="mono cut" dir="ltr" title={sent}>
        {shortModel(sent)}
      </span>
    </span>
  );
}
