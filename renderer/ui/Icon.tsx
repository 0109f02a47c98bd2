import type { ReactNode } from 'react';
import type { IconName } from './icon-paths.tsx';
import { iconPaths } from './icon-paths.tsx';
import { classes } from './classes.ts';

/** Icons that point along the reading direction mirror in right-to-left text. */
const mirrored: ReadonlySet<IconName> = new Set<IconName>(['routes', 'right', 'arrow']);

export function Icon(props: {
  readonly name: IconName;
  readonly size?: 'normal' | 'large' | 'small' | 'tiny';
}): ReactNode {
  const size = { normal: '', large: 'lg', small: 's', tiny: 'xs' }[props.size ?? 'normal'];
  return (
    <svg
      className={classes('i', size, mirrored.has(props.name) && 'flip')}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {iconPaths[props.name]}
    </svg>
  );
}
