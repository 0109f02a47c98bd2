import type { ReactNode } from 'react';
import { presets } from '../../shared/catalog/index.ts';
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
      {markOf(props.name)}
    </span>
  );
}

/** The catalogue's letters are unique; a provider that is not in it gets its initials. */
function markOf(nameOrId: string): string {
  const preset = presets.find(({ id, name }) => id === nameOrId || name === nameOrId);
  return preset?.mark ?? providerMark(nameOrId);
}
