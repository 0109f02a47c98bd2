import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import {
  columnWidth,
  type LiveColumnId,
  type LiveColumns,
} from '../../../shared/domain/live-view.ts';
import { live } from '../../../shared/i18n/live.ts';
import { liveColumns } from '../../../shared/i18n/live-columns.ts';
import { useMessages } from '../../i18n.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { PopoverButton } from '../../ui/Popover.tsx';
import { columnWords } from './column-words.ts';
import { layoutOf, movedColumn, resized, withShown } from './columns.ts';

/** All columns in a list: shown or not, in which order, how wide. The head's own dragging does the same. */
export function ColumnsButton(props: {
  readonly setting: LiveColumns;
  readonly onChange: (setting: LiveColumns) => void;
}): ReactNode {
  const t = useMessages(liveColumns);
  return (
    <PopoverButton icon="columns" label={t('columns')}>
      {() => <ColumnList {...props} />}
    </PopoverButton>
  );
}

function ColumnList(props: {
  readonly setting: LiveColumns;
  readonly onChange: (setting: LiveColumns) => void;
}): ReactNode {
  const { setting, onChange } = props;
  const t = useMessages(liveColumns);
  const words = useMessages(live);
  const id = useId();
  const [said, setSaid] = useState('');
  const layout = layoutOf(setting);
  const move = (column: LiveColumnId, by: number): void => {
    const place = layout.findIndex((each) => each.id === column) + by;
    const target = layout[place];
    if (target === undefined) return;
    onChange(movedColumn(setting, column, target.id));
    const name = words(columnWords[column]);
    setSaid(t('moved', { name, place: place + 1, count: layout.length }));
  };
  return (
    <div className="live-columns-panel">
      <p className="row t3 xs">
        <span className="grow">{t('headHint')}</span>
        <Button
          size="small"
          onClick={() => onChange(null)}
          disabledReason={setting === null ? t('untouched') : null}
        >
          {t('reset')}
        </Button>
      </p>
      <ul>
        {layout.map((column, place) => {
          const name = words(columnWords[column.id]);
          return (
            <li
              key={column.id}
              className="row g2"
              onKeyDown={(event: KeyboardEvent) => {
                const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
                if (!event.altKey || by === undefined) return;
                event.preventDefault();
                move(column.id, by);
              }}
            >
              <label className="row g2 grow">
                <input
                  type="checkbox"
                  id={`${id}-${column.id}`}
                  aria-label={t('show', { name })}
                  checked={column.shown}
                  onChange={(event) =>
                    onChange(withShown(setting, column.id, event.target.checked))
                  }
                />
                {name}
              </label>
              <WidthField
                label={t('width', { name })}
                width={column.width}
                onChange={(width) => onChange(resized(setting, column.id, width))}
              />
              <IconButton
                icon="up"
                size="small"
                label={t('moveUp', { name })}
                title="Alt ↑"
                disabledReason={place === 0 ? t('isFirst') : null}
                onClick={() => move(column.id, -1)}
              />
              <IconButton
                icon="down"
                size="small"
                label={t('moveDown', { name })}
                title="Alt ↓"
                disabledReason={place === layout.length - 1 ? t('isLast') : null}
                onClick={() => move(column.id, 1)}
              />
            </li>
          );
        })}
      </ul>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

/** A number that is being typed may be out of bounds for a moment; only one that fits is taken. */
function WidthField(props: {
  readonly label: string;
  readonly width: number;
  readonly onChange: (width: number) => void;
}): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <span className="input live-width">
      <input
        type="number"
        dir="ltr"
        aria-label={props.label}
        min={columnWidth.min}
        max={columnWidth.max}
        step={4}
        value={typed ?? String(props.width)}
        onBlur={() => setTyped(null)}
        onChange={({ target }) => {
          setTyped(target.value);
          const width = target.valueAsNumber;
          if (width >= columnWidth.min && width <= columnWidth.max) props.onChange(width);
        }}
      />
    </span>
  );
}
