import { useState } from 'react';
import type { ReactNode } from 'react';
import type { SavedView } from '../../../shared/domain/live-view.ts';
import { liveFilter } from '../../../shared/i18n/live-filter.ts';
import { useMessages } from '../../i18n.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { PopoverButton } from '../../ui/Popover.tsx';
import { keptView, mostViews, renamedView, withoutView, type ViewNow } from './views.ts';

/** Filter, columns and grouping by name: kept, used, renamed, deleted. */
export function ViewsButton(props: {
  readonly views: readonly SavedView[];
  readonly now: ViewNow;
  readonly onUse: (view: SavedView) => void;
  readonly onChange: (views: SavedView[]) => void;
}): ReactNode {
  const t = useMessages(liveFilter);
  return (
    <PopoverButton icon="bookmark" label={t('views')}>
      {(close) => (
        <ViewList
          {...props}
          onUse={(view) => {
            props.onUse(view);
            close();
          }}
        />
      )}
    </PopoverButton>
  );
}

function ViewList(props: {
  readonly views: readonly SavedView[];
  readonly now: ViewNow;
  readonly onUse: (view: SavedView) => void;
  readonly onChange: (views: SavedView[]) => void;
}): ReactNode {
  const { views, onChange } = props;
  const t = useMessages(liveFilter);
  return (
    <div className="live-views">
      {views.length === 0 ? <p className="t3 xs">{t('noViews')}</p> : null}
      <ul>
        {views.map((view) => (
          <ViewRow
            key={view.id}
            view={view}
            onUse={() => props.onUse(view)}
            onRename={(name) => onChange(renamedView(views, view.id, name))}
            onDelete={() => onChange(withoutView(views, view.id))}
          />
        ))}
      </ul>
      <NameForm
        name=""
        label={t('viewName')}
        disabledReason={views.length >= mostViews ? t('tooManyViews') : null}
        onName={(name) => onChange(keptView(views, name, props.now, crypto.randomUUID()))}
      />
    </div>
  );
}

function ViewRow(props: {
  readonly view: SavedView;
  readonly onUse: () => void;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}): ReactNode {
  const t = useMessages(liveFilter);
  const [isNaming, setNaming] = useState(false);
  const { name, filter } = props.view;
  if (isNaming)
    return (
      <li>
        <NameForm
          name={name}
          label={t('renameView', { name })}
          disabledReason={null}
          onName={(next) => {
            props.onRename(next);
            setNaming(false);
          }}
        />
      </li>
    );
  return (
    <li className="row g2">
      <button
        type="button"
        className="mi grow"
        aria-label={t('useView', { name })}
        title={filter === '' ? name : `${name}\n${filter}`}
        onClick={props.onUse}
      >
        <bdi className="cut">{name}</bdi>
        {filter === '' ? (
          <span className="t3 xs cut">{t('everything')}</span>
        ) : (
          <span className="t3 mono cut" dir="ltr">
            {filter}
          </span>
        )}
      </button>
      <IconButton
        icon="edit"
        size="small"
        label={t('renameView', { name })}
        onClick={() => setNaming(true)}
      />
      <IconButton
        icon="close"
        size="small"
        label={t('deleteView', { name })}
        onClick={props.onDelete}
      />
    </li>
  );
}

function NameForm(props: {
  readonly name: string;
  readonly label: string;
  readonly disabledReason: string | null;
  readonly onName: (name: string) => void;
}): ReactNode {
  const t = useMessages(liveFilter);
  const [name, setName] = useState(props.name);
  const isEmpty = name.trim() === '';
  return (
    <form
      className="row g2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isEmpty || props.disabledReason !== null) return;
        props.onName(name.trim());
        setName('');
      }}
    >
      <TextField
        value={name}
        onChange={setName}
        maxLength={80}
        placeholder={props.label}
        aria-label={props.label}
      />
      <Button
        type="submit"
        disabledReason={props.disabledReason ?? (isEmpty ? t('nameFirst') : null)}
      >
        {t('keepView')}
      </Button>
    </form>
  );
}
