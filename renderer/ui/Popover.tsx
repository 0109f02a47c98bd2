import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { createPortal } from 'react-dom';
import { PlainButton } from './Button.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.tsx';
import { placeUnder } from './Menu.tsx';

/** A button that opens a small panel of controls: not modal, Esc and a click outside close it, focus returns. */
export function PopoverButton(props: {
  readonly label: string;
  readonly icon: IconName;
  readonly text?: ReactNode;
  readonly children: (close: () => void) => ReactNode;
}): ReactNode {
  const { label, icon, text } = props;
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  return (
    <>
      <PlainButton
        ref={trigger}
        variant={text === undefined ? 'ghost' : 'default'}
        iconOnly={text === undefined}
        aria-label={label}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={icon} size={text === undefined ? 'normal' : 'small'} />
        {text}
      </PlainButton>
      {isOpen ? (
        <Panel trigger={trigger} label={label} onClose={close}>
          {props.children(close)}
        </Panel>
      ) : null}
    </>
  );
}

function Panel(props: {
  readonly trigger: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { trigger, onClose } = props;
  const panel = useRef<HTMLDivElement>(null);
  const [host] = useState<Element>(() => trigger.current?.closest('dialog') ?? document.body);
  useLayoutEffect(() => {
    if (panel.current !== null && trigger.current !== null)
      placeUnder(panel.current, trigger.current);
  });
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>('input, button, [tabindex="0"]');
    (first ?? panel.current)?.focus();
    const outside = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (panel.current?.contains(target) === true || trigger.current?.contains(target) === true)
        return;
      onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [trigger, onClose]);
  return createPortal(
    <div
      ref={panel}
      className="menu floating popover"
      role="dialog"
      tabIndex={-1}
      aria-label={props.label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
        trigger.current?.focus();
      }}
    >
      {props.children}
    </div>,
    host,
  );
}
