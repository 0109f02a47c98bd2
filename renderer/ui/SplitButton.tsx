import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import type { IconName } from './icon-paths.tsx';
import type { MenuItem } from './Menu.tsx';
import { MenuButton } from './MenuButton.tsx';

/** The main action and, behind the chevron, its list. */
export function SplitButton(props: {
  readonly icon: IconName;
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly title?: string;
  readonly menuLabel: string;
  readonly menuHeading?: string;
  readonly items: readonly MenuItem[];
  readonly disabledReason?: string | null | undefined;
}): ReactNode {
  const { disabledReason } = props;
  return (
    <span className="split">
      <Button
        variant="primary"
        icon={props.icon}
        onClick={props.onClick}
        disabledReason={disabledReason}
        title={props.title}
      >
        {props.children}
      </Button>
      <MenuButton
        variant="primary"
        icon="down"
        label={props.menuLabel}
        items={props.items}
        disabledReason={disabledReason}
        {...(props.menuHeading === undefined ? {} : { heading: props.menuHeading })}
      />
    </span>
  );
}
