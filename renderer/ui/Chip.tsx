import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { ProviderMark } from './ProviderMark.tsx';
import { Mono } from './Values.tsx';

/** A condition: its name in grey, its value in bold. Machine values are isolated left to right. */
export function Chip(props: {
  readonly name?: string;
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'outline' | 'accent';
  readonly small?: boolean;
  readonly ltr?: boolean;
  readonly title?: string;
}): ReactNode {
  const tone = { plain: '', outline: 'line', accent: 'acc' }[props.tone ?? 'plain'];
  return (
    <span className={classes('chip', tone, props.small === true && 'sm')} title={props.title}>
      {props.name}
      <b dir={props.ltr === true ? 'ltr' : undefined}>{props.children}</b>
    </span>
  );
}

/** A target: the provider's two letters and the model. Dashed when the provider or model is not known. */
export function TargetChip(props: {
  readonly provider: string;
  readonly model: string;
  readonly extra?: ReactNode;
  readonly unknown?: boolean;
}): ReactNode {
  return (
    <span
      className={classes('chip', 'line', props.unknown === true && 'dashed')}
      title={`${props.provider} · ${props.model}`}
    >
      <ProviderMark name={props.provider} size="small" />
      <Mono>{props.model}</Mono>
      {props.extra === undefined ? null : <span className="t3 xxs">{props.extra}</span>}
    </span>
  );
}
