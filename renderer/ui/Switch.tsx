import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** Acts at once. While `pending` the thumb is a ring and the person cannot press again. */
export function Switch(props: {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label?: string;
  readonly labelledBy?: string;
  readonly describedBy?: string | undefined;
  readonly pending?: boolean;
  readonly small?: boolean;
  readonly disabledReason?: string | null;
  readonly title?: string;
}): ReactNode {
  const { checked, pending = false, disabledReason = null } = props;
  const isInert = pending || disabledReason !== null;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={props.label}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      aria-busy={pending || undefined}
      aria-disabled={isInert || undefined}
      title={disabledReason ?? props.title}
      className={classes(
        'sw',
        checked && 'on',
        props.small === true && 'sm',
        pending && 'pending',
        disabledReason !== null && 'is-disabled',
      )}
      onClick={() => {
        if (!isInert) props.onChange(!checked);
      }}
    />
  );
}
