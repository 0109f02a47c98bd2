import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.tsx';

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'className'>;

interface Common extends Native {
  readonly ref?: Ref<HTMLButtonElement> | undefined;
  readonly variant?: 'default' | 'primary' | 'ghost' | 'danger';
  readonly size?: 'normal' | 'small' | 'large';
  /** A disabled button says why; it stays reachable so that the reason can be read. */
  readonly disabledReason?: string | null | undefined;
}

export function Button(
  props: Common & { readonly icon?: IconName | undefined; readonly children: ReactNode },
): ReactNode {
  const { icon, children, ...rest } = props;
  return (
    <PlainButton {...rest}>
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      {children}
    </PlainButton>
  );
}

/** A button that shows only an icon; its label is spoken and shown as tooltip. */
export function IconButton(
  props: Common & { readonly icon: IconName; readonly label: string },
): ReactNode {
  const { icon, label, variant = 'ghost', ...rest } = props;
  return (
    <PlainButton
      {...rest}
      variant={variant}
      iconOnly
      aria-label={label}
      title={rest.title ?? label}
    >
      <Icon name={icon} />
    </PlainButton>
  );
}

export function PlainButton(
  props: Common & { readonly children: ReactNode; readonly iconOnly?: boolean },
): ReactNode {
  const { variant = 'default', size = 'normal', disabledReason, iconOnly, ...rest } = props;
  const { onClick, title, type = 'button', children, ...native } = rest;
  const isDisabled = disabledReason !== undefined && disabledReason !== null;
  return (
    <button
      {...native}
      type={type}
      className={classes(
        'btn',
        variant !== 'default' && variant,
        size === 'small' && 'sm',
        size === 'large' && 'lg',
        iconOnly === true && 'icon',
        isDisabled && 'is-disabled',
      )}
      aria-disabled={isDisabled || undefined}
      title={isDisabled && disabledReason !== '' ? disabledReason : title}
      onClick={(event) => {
        if (isDisabled) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
    </button>
  );
}
