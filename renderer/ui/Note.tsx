import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Glyph } from './Glyph.tsx';
import type { GlyphName } from './glyph-paths.tsx';
import { Icon } from './Icon.tsx';

type NoteTone = 'plain' | 'ok' | 'warn' | 'bad' | 'live';

/** Soft fill, glyph, one or two sentences. What went wrong is spoken at once, the rest politely. */
export function Note(props: {
  readonly tone?: NoteTone;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  const { tone = 'plain' } = props;
  return (
    <div
      className={classes('note', tone !== 'plain' && `${tone}-n`)}
      role={tone === 'bad' ? 'alert' : 'status'}
    >
      {tone === 'plain' ? (
        <Icon name="info" size="small" />
      ) : (
        <Glyph name={tone satisfies GlyphName} />
      )}
      <div className="grow">{props.children}</div>
      {props.actions}
    </div>
  );
}
