import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { createPortal } from 'react-dom';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.tsx';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly icon?: IconName;
  readonly shortcut?: string;
  readonly onSelect: () => void;
  readonly danger?: boolean;
  /** Shown greyed with this as tooltip. */
  readonly disabledReason?: string | null;
  readonly checked?: boolean;
  readonly separatorBefore?: boolean;
}

/** A list of commands under its trigger. Arrows move, Enter runs, Esc and a click outside close; focus returns. */
export function Menu(props: {
  readonly trigger: RefObject<HTMLElement | null>;
  readonly label: string;
  readonly heading?: string;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
}): ReactNode {
  const { trigger, onClose, items } = props;
  const list = useRef<HTMLDivElement>(null);
  const [host] = useState<Element>(() => trigger.current?.closest('dialog') ?? document.body);
  useLayoutEffect(() => {
    if (list.current !== null && trigger.current !== null)
      placeUnder(list.current, trigger.current);
  }, [trigger]);
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
    const outside = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (list.current?.contains(target) === true || trigger.current?.contains(target) === true)
        return;
      onClose();
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [trigger, onClose]);

  const close = (): void => {
    onClose();
    trigger.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
      return;
    }
    moveFocus(event, list.current, '[role^="menuitem"]', 'vertical');
  };

  return createPortal(
    <div
      ref={list}
      className="menu floating"
      role="menu"
      tabIndex={-1}
      aria-label={props.label}
      onKeyDown={onKeyDown}
    >
      {props.heading === undefined ? null : <div className="menu-heading">{props.heading}</div>}
      {items.map((item) => (
        <MenuRow key={item.id} item={item} close={close} />
      ))}
    </div>,
    host,
  );
}

function MenuRow(props: { readonly item: MenuItem; readonly close: () => void }): ReactNode {
  const { item, close } = props;
  const reason = item.disabledReason ?? null;
  return (
    <>
      {item.separatorBefore === true ? <hr /> : null}
      <button
        type="button"
        role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
        aria-checked={item.checked}
        aria-disabled={reason === null ? undefined : true}
        title={reason ?? undefined}
        tabIndex={-1}
        className={classes('mi', reason !== null && 'dis', item.danger === true && 'danger')}
        onClick={() => {
          if (reason !== null) return;
          close();
          item.onSelect();
        }}
      >
        {item.icon === undefined ? null : <Icon name={item.icon} size="small" />}
        {item.checked === undefined ? null : (
          <span className="mi-check">
            {item.checked ? <Icon name="check" size="small" /> : null}
          </span>
        )}
        <span className="cut">{item.label}</span>
        {item.shortcut === undefined ? null : <span className="kbd push">{item.shortcut}</span>}
      </button>
    </>
  );
}

/** Arrow keys, Home and End over the elements that match; in right-to-left text Left and Right swap. */
export function moveFocus(
  event: KeyboardEvent,
  container: HTMLElement | null,
  selector: string,
  axis: 'vertical' | 'horizontal' | 'both',
): HTMLElement | null {
  const members = [...(container?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const step = stepOf(event, axis, container);
  if (members.length === 0 || step === null) return null;
  event.preventDefault();
  const at = members.indexOf(document.activeElement as HTMLElement);
  const next =
    step === 'first'
      ? 0
      : step === 'last'
        ? members.length - 1
        : (at + step + members.length) % members.length;
  const target = members[next] ?? null;
  target?.focus();
  return target;
}

function stepOf(
  event: KeyboardEvent,
  axis: 'vertical' | 'horizontal' | 'both',
  container: HTMLElement | null,
): number | 'first' | 'last' | null {
  const forward = container?.closest('[dir]')?.getAttribute('dir') === 'rtl' ? -1 : 1;
  const vertical = axis !== 'horizontal';
  const horizontal = axis !== 'vertical';
  if (event.key === 'Home') return 'first';
  if (event.key === 'End') return 'last';
  if (vertical && event.key === 'ArrowDown') return 1;
  if (vertical && event.key === 'ArrowUp') return -1;
  if (horizontal && event.key === 'ArrowRight') return forward;
  if (horizontal && event.key === 'ArrowLeft') return -forward;
  return null;
}

const edgePx = 8;

/** Under the trigger, aligned with its start as far as the window allows; above it when there is no room below. */
export function placeUnder(menu: HTMLElement, trigger: HTMLElement): void {
  const anchor = trigger.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const isRtl = document.documentElement.dir === 'rtl';
  const wanted = isRtl ? anchor.right - size.width : anchor.left;
  const left = Math.max(edgePx, Math.min(wanted, window.innerWidth - size.width - edgePx));
  const below = anchor.bottom + 4;
  const fits = below + size.height <= window.innerHeight - edgePx;
  const top = fits ? below : Math.max(edgePx, anchor.top - 4 - size.height);
  Object.assign(menu.style, { left: `${left}px`, top: `${top}px`, minWidth: `${anchor.width}px` });
}
