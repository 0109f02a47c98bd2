import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { ProviderMark } from './ProviderMark.tsx';
import { Mono } from './Values.tsx';

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
