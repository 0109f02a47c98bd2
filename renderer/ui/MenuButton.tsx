import { useCallback, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { PlainButton } from './Button.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.tsx';
import type { MenuItem } from './Menu.tsx';
import { Menu } from './Menu.tsx';

/** A button that opens a menu: icon alone ("more"), or with a word and a chevron. */
export function MenuButton(props: {
  readonly label: string;
  readonly icon?: IconName;
  readonly text?: ReactNode;
  readonly variant?: 'default' | 'primary' | 'ghost';
  readonly size?: 'normal' | 'small';
  readonly heading?: string;
  readonly items: readonly MenuItem[];
  readonly disabledReason?: string | null | undefined;
}): ReactNode {
  const { label, icon = 'dots', text, variant = 'ghost', items } = props;
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  return (
    <>
      <PlainButton
        ref={trigger}
        variant={variant}
        size={props.size ?? 'normal'}
        iconOnly={text === undefined}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        disabledReason={props.disabledReason}
        onClick={() => setOpen(!isOpen)}
      >
        {text}
        <Icon name={icon} size={text === undefined ? 'normal' : 'small'} />
      </PlainButton>
      {isOpen ? (
        <Menu
          trigger={trigger}
          label={label}
          items={items}
          onClose={close}
          {...(props.heading === undefined ? {} : { heading: props.heading })}
        />
      ) : null}
    </>
  );
}
