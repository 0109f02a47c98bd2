import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import type { GlyphName } from './glyph-paths.tsx';
import { glyphPaths } from './glyph-paths.tsx';

const tone: Partial<Record<GlyphName, string>> = { cut: 'bad', stop: 'warn' };

/** The drawing of a state. It never stands alone: `State` puts its word beside it. */
export function Glyph(props: {
  readonly name: GlyphName;
  readonly large?: boolean;
  /** Only where no word stands beside it. */
  readonly label?: string;
}): ReactNode {
  const { name, label } = props;
  return (
    <svg
      className={classes('g', `g-${tone[name] ?? name}`, props.large === true && 'lg')}
      viewBox="0 0 12 12"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {glyphPaths[name]}
    </svg>
  );
}
