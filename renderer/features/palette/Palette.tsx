import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { palette } from '../../../shared/i18n/palette.ts';
import { useMessages } from '../../i18n.tsx';
import { useNavigation } from '../../stores/context.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Command } from './commands.ts';
import { findCommands, markedPart } from './commands.ts';
import { useCommands } from './use-commands.ts';

/** One field that finds pages, profiles, providers, folders and actions. Arrows choose, Enter runs, Esc closes. */
export function Palette(): ReactNode {
  const t = useMessages(palette);
  const open = useNavigation((state) => state.open);
  const commands = useCommands();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const groups = findCommands(commands, query);
  const flat = groups.flatMap((group) => group.commands);
  const current = flat[Math.min(at, flat.length - 1)];
  useModal(dialog);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current?.id]);

  const run = (command: Command): void => {
    open('none');
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || flat.length === 0) return;
    const last = flat.length - 1;
    const next = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(at + 6, last),
      PageUp: Math.max(at - 6, 0),
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt(next);
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault();
      run(current);
    }
  };

  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t('title')}
      onCancel={(event) => {
        event.preventDefault();
        open('none');
      }}
      onClick={(event) => {
        if (event.target === dialog.current) open('none');
      }}
    >
      <div className="q">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : `${listId}-${current.id}`}
          aria-label={t('title')}
          placeholder={t('placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className="t3 xs nowrap" role="status">
          {t('results', { count: flat.length })}
        </span>
      </div>
      <div className="palette-list" id={listId} role="listbox" aria-label={t('title')}>
        {flat.length === 0 ? <p className="palette-none">{t('nothing')}</p> : null}
        {groups.map(({ group, commands: members }) => (
          <div key={group} role="group" aria-label={t(group)}>
            <div className="grp" aria-hidden="true">
              {t(group)}
            </div>
            {members.map((command) => (
              <Item
                key={command.id}
                id={`${listId}-${command.id}`}
                command={command}
                query={query}
                isCurrent={command === current}
                onRun={() => run(command)}
              />
            ))}
          </div>
        ))}
      </div>
      <div className="ft" aria-hidden="true">
        <span className="row g2">
          <span className="kbd">↑</span>
          <span className="kbd">↓</span>
          {t('choose')}
        </span>
        <span className="row g2">
          <span className="kbd">↵</span>
          {t('run')}
        </span>
        <span className="row g2 push">
          <span className="kbd">Esc</span>
          {t('close')}
        </span>
      </div>
    </dialog>
  );
}

function Item(props: {
  readonly id: string;
  readonly command: Command;
  readonly query: string;
  readonly isCurrent: boolean;
  readonly onRun: () => void;
}): ReactNode {
  const { command, isCurrent } = props;
  return (
    <div
      id={props.id}
      role="option"
      aria-selected={isCurrent}
      className={classes('it', isCurrent && 'on')}
      onClick={props.onRun}
    >
      <Icon name={command.icon} />
      <span className="cut">
        <Marked label={command.label} query={props.query} />
      </span>
      {command.note === undefined ? null : <span className="push t3 xs">{command.note}</span>}
    </div>
  );
}

function Marked(props: { readonly label: string; readonly query: string }): ReactNode {
  const { label } = props;
  const part = markedPart(label, props.query);
  if (part === null) return <bdi>{label}</bdi>;
  const [from, to] = part;
  return (
    <bdi>
      {label.slice(0, from)}
      <mark>{label.slice(from, to)}</mark>
      {label.slice(to)}
    </bdi>
  );
}

function useModal(dialog: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element !== null && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [dialog]);
}
