import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Glyph } from './Glyph.tsx';
import type { GlyphName } from './glyph-paths.tsx';

/** Good news stays in text colour; only its disc is green. */
const wordTone: Partial<Record<GlyphName, string>> = {
  warn: 'warn',
  bad: 'bad',
  cut: 'bad',
  live: 'live',
  stop: 'warn',
};

/** Shape and word of a state, the word on the text's baseline. */
export function State(props: {
  readonly glyph: GlyphName;
  readonly children: ReactNode;
  readonly title?: string | undefined;
}): ReactNode {
  return (
    <span className={classes('state', wordTone[props.glyph])} title={props.title}>
      <Glyph name={props.glyph} />
      <span className="cut">{props.children}</span>
    </span>
  );
}
