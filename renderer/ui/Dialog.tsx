import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { IconButton } from './Button.tsx';

/** The platform's modal dialog: focus is kept inside and returns, Esc closes this layer only. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly closeLabel: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly width?: 'normal' | 'wide' | 'widest' | 'full';
}): ReactNode {
  const { onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element !== null && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-width={props.width ?? 'normal'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog-frame">
        <header className="dialog-head">
          <h2 id={titleId}>{props.title}</h2>
          <IconButton icon="close" label={props.closeLabel} onClick={onClose} />
        </header>
        <div className="dialog-body">{props.children}</div>
        {props.footer === undefined ? null : (
          <footer className="dialog-foot">{props.footer}</footer>
        )}
      </div>
    </dialog>
  );
}
