import type { ReactNode } from 'react';
import { providerMark } from '../format/model.ts';
import { classes } from './classes.ts';

/** Two letters for a provider: not a logo, not a brand colour. The name always stands near it. */
export function ProviderMark(props: {
  readonly name: string;
  readonly size?: 'normal' | 'large' | 'small';
}): ReactNode {
  const size = { normal: '', large: 'lg', small: 'sm' }[props.size ?? 'normal'];
  return (
    <span className={classes('mg', size)} aria-hidden="true">
      {providerMark(props.name)}
    </span>
  );
}
