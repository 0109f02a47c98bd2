import type { ReactNode } from 'react';
import { Glyph } from './Glyph.tsx';

/** A figure, larger than its label, with what it rests on below; several stand in a `.figs`. */
export function Figure(props: {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="fig">
      <div className="l">{props.label}</div>
      <div className="v">{props.value}</div>
      <div className="d">{props.children}</div>
    </div>
  );
}

/** An amount and its share beside it, smaller. */
export function MoneyAndShare(props: {
  readonly money: ReactNode;
  readonly percent: string | null;
}): ReactNode {
  return (
    <>
      {props.money}{' '}
      {props.percent === null ? null : (
        <span className="num t3 fig-percent" dir="ltr">
          {props.percent}
        </span>
      )}
    </>
  );
}

/** A line below a figure that it cannot be read without. */
export function FigureWarning(props: { readonly children: ReactNode }): ReactNode {
  return (
    <span className="warn fig-warning">
      <Glyph name="warn" />
      <span>{props.children}</span>
    </span>
  );
}
