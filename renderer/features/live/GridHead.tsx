import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import type { LiveColumnId, LiveColumns } from '../../../shared/domain/live-view.ts';
import { live } from '../../../shared/i18n/live.ts';
import { liveColumns } from '../../../shared/i18n/live-columns.ts';
import { useMessages } from '../../i18n.tsx';
import { classes } from '../../ui/classes.ts';
import { columnWords } from './column-words.ts';
import { movedColumn, resized, type Column } from './columns.ts';

/** Movements shorter than this are clicks (px). */
const dragFrom = 4;
const keyStep = 8;

interface GridHeadProps {
  readonly kept: readonly Column[];
  readonly template: string;
  readonly minWidth: number | undefined;
  readonly setting: LiveColumns;
  /** While a pointer drags; nothing is kept yet. */
  readonly onDraft: (setting: LiveColumns | undefined) => void;
  readonly onChange: (setting: LiveColumns) => void;
  /** What the keyboard did, in words; they stand beside the grid, which holds rows only. */
  readonly onSay: (words: string) => void;
}

/** Names of the columns: dragged to move, dragged at the edge to resize; Alt and Shift with the arrows do the same. */
export function GridHead(props: GridHeadProps): ReactNode {
  const { kept, setting } = props;
  const t = useMessages(live);
  const spoken = useMessages(liveColumns);
  const head = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<LiveColumnId | null>(null);
  const [drop, setDrop] = useState<LiveColumnId | null>(null);
  const tabStop = kept.some(({ id }) => id === stop) ? stop : kept[0]?.id;
  const drag = useHeadDrag(props, head, setDrop);

  const onKeyDown = (event: KeyboardEvent, column: Column, place: number): void => {
    const isRtl = document.documentElement.dir === 'rtl';
    const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const name = t(columnWords[column.id]);
    if (event.shiftKey) {
      const width = column.width + step * keyStep;
      props.onChange(resized(setting, column.id, width));
      props.onSay(spoken('sized', { name, width }));
      return;
    }
    const neighbour = kept[place + step];
    if (neighbour === undefined) return;
    if (event.altKey) {
      props.onChange(movedColumn(setting, column.id, neighbour.id));
      props.onSay(spoken('moved', { name, place: place + step + 1, count: kept.length }));
      return;
    }
    setStop(neighbour.id);
    head.current?.querySelector<HTMLElement>(`[data-column="${neighbour.id}"]`)?.focus();
  };

  return (
    <div
      ref={head}
      role="row"
      aria-rowindex={1}
      className="live-head"
      style={{ gridTemplateColumns: props.template, minInlineSize: props.minWidth }}
    >
      {kept.map((column, place) => (
        <span
          key={column.id}
          role="columnheader"
          aria-colindex={place + 1}
          data-column={column.id}
          tabIndex={column.id === tabStop ? 0 : -1}
          title={spoken('headHint')}
          aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Shift+ArrowLeft Shift+ArrowRight"
          className={classes(column.end && 'end', drop === column.id && 'drop')}
          onFocus={() => setStop(column.id)}
          onKeyDown={(event) => onKeyDown(event, column, place)}
          onPointerDown={(event) => drag(event, column, 'move')}
        >
          {t(columnWords[column.id])}
          <i
            className="live-grip"
            aria-hidden="true"
            onPointerDown={(event) => {
              event.stopPropagation();
              drag(event, column, 'size');
            }}
          />
        </span>
      ))}
    </div>
  );
}

/** One drag from press to release. The pointer is captured, so that it may leave the head. */
function useHeadDrag(
  props: GridHeadProps,
  head: { readonly current: HTMLDivElement | null },
  setDrop: (id: LiveColumnId | null) => void,
): (event: PointerEvent<HTMLElement>, column: Column, what: 'move' | 'size') => void {
  const { setting, onDraft, onChange } = props;
  return (event, column, what) => {
    if (event.button !== 0) return;
    const grip = event.currentTarget;
    const startX = event.clientX;
    const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
    const drawn = grip.closest('[data-column]')?.getBoundingClientRect().width ?? column.width;
    const pointerId = event.pointerId;
    let last: LiveColumns | undefined;
    const onMove = (move: globalThis.PointerEvent): void => {
      const by = (move.clientX - startX) * forward;
      if (last === undefined && Math.abs(by) < dragFrom) return;
      if (what === 'size') {
        last = resized(setting, column.id, drawn + by);
        onDraft(last);
        return;
      }
      const over = columnAt(head.current, move.clientX);
      setDrop(over === column.id ? null : over);
      last = over === null || over === column.id ? setting : movedColumn(setting, column.id, over);
    };
    const end = (release: globalThis.PointerEvent): void => {
      grip.removeEventListener('pointermove', onMove);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      setDrop(null);
      if (release.type === 'pointerup' && last !== undefined && last !== setting) onChange(last);
      onDraft(undefined);
    };
    grip.setPointerCapture(pointerId);
    grip.addEventListener('pointermove', onMove);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  };
}

function columnAt(head: HTMLElement | null, x: number): LiveColumnId | null {
  for (const cell of head?.querySelectorAll<HTMLElement>('[data-column]') ?? []) {
    const { left, right } = cell.getBoundingClientRect();
    if (x >= left && x < right) return cell.dataset['column'] as LiveColumnId;
  }
  return null;
}
