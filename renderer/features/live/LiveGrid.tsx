import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { live } from '../../../shared/i18n/live.ts';
import { providerName } from '../../format/provider-name.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/Icon.tsx';
import { columnsFor, gridTemplate, type Column, type ColumnId } from './columns.ts';
import { LiveRow } from './LiveRow.tsx';
import { movedPlace } from './selectors.ts';
import type { Rows } from './traffic-state.ts';

interface LiveGridProps {
  readonly ids: readonly string[];
  readonly rows: Rows;
  readonly now: number;
  readonly selectedId: string | null;
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
  readonly newCount: number;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Keys that the page answers (P, `.`, Esc); true when it did. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** Rows this near to the end count as "at the end" (px). */
const endSlack = 4;
const defaultRowHeight = 28;

export function LiveGrid(props: LiveGridProps): ReactNode {
  const { ids, rows, selectedId, isFollowing, onFollow, onSelect, onOpen } = props;
  const t = useMessages(live);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height, rowHeight } = useGridSize(scroller);
  const names = useProviders((state) => state.views);
  const kept = columnsFor(width);
  const template = gridTemplate(kept);
  // The compiler is not used here, and rows are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 1076, height: 400 },
    getItemKey: (place) => ids[place] ?? place,
  });
  const isJumping = useRef(false);
  const toEnd = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    isJumping.current = true;
    element.scrollTop = element.scrollHeight;
  }, []);
  const newest = ids.at(-1);
  useLayoutEffect(() => {
    if (isFollowing) toEnd();
  }, [isFollowing, newest, ids.length, rowHeight, height, toEnd]);
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

  const place = selectedId === null ? -1 : ids.indexOf(selectedId);
  // The pane below takes room: what is selected stays in sight.
  useEffect(() => {
    if (!isFollowing && place >= 0) virtual.scrollToIndex(place);
    // Only when the room changes; the person's own scrolling is left alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [height]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || props.onKey(event)) return;
    if (event.key === 'Enter' && selectedId !== null) {
      event.preventDefault();
      onOpen(selectedId);
      return;
    }
    if (event.key === 'End') {
      event.preventDefault();
      onFollow(true);
      const last = ids.at(-1);
      if (last !== undefined) onSelect(last);
      toEnd();
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = movedPlace(event.key, place, ids.length, page);
    const nextId = next === null ? undefined : ids[next];
    if (next === null || nextId === undefined) return;
    event.preventDefault();
    onSelect(nextId);
    if (next < ids.length - 1) onFollow(false);
    virtual.scrollToIndex(next);
  };

  return (
    <div className="live-grid">
      <div
        ref={scroller}
        className="live-scroll"
        role="grid"
        tabIndex={0}
        aria-label={t('requests')}
        aria-rowcount={ids.length + 1}
        aria-colcount={kept.length}
        aria-activedescendant={place < 0 ? undefined : rowDomId(id, selectedId)}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          const atEnd = scrollHeight - clientHeight - scrollTop <= endSlack;
          // A scroll of our own making may pass through places that are not the end.
          if (isJumping.current && !atEnd) return;
          isJumping.current = false;
          if (atEnd !== isFollowing) onFollow(atEnd);
        }}
        onWheel={() => {
          isJumping.current = false;
        }}
      >
        <GridHead kept={kept} template={template} />
        <div role="rowgroup" className="live-body" style={{ blockSize: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows.byId.get(ids[item.index] ?? '');
            if (row === undefined) return null;
            return (
              <LiveRow
                key={row.id}
                row={row}
                place={item.index}
                top={item.start}
                kept={kept}
                template={template}
                now={props.now}
                isSelected={row.id === selectedId}
                providerName={row.provider === null ? null : providerName(names, row.provider)}
                domId={rowDomId(id, row.id)}
                onSelect={onSelect}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
      {props.newCount > 0 && !isFollowing ? (
        <button
          type="button"
          className="live-new"
          onClick={() => {
            onFollow(true);
            toEnd();
          }}
        >
          <Icon name="end" size="small" />
          {t('newRequests', { count: props.newCount })}
        </button>
      ) : null}
    </div>
  );
}

function rowDomId(prefix: string, exchangeId: string | null): string {
  return `${prefix}-${exchangeId ?? ''}`;
}

const headWords = {
  state: 'colState',
  time: 'colTime',
  kind: 'colKind',
  route: 'colRoute',
  provider: 'colProvider',
  project: 'colProject',
  in: 'colIn',
  cached: 'colCached',
  out: 'colOut',
  ttft: 'colTtft',
  rate: 'colRate',
  took: 'colTook',
  cost: 'colCost',
  saved: 'colSaved',
} as const satisfies Record<ColumnId, string>;

function GridHead(props: {
  readonly kept: readonly Column[];
  readonly template: string;
}): ReactNode {
  const t = useMessages(live);
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="live-head"
      style={{ gridTemplateColumns: props.template }}
    >
      {props.kept.map(({ id, end }) => (
        <span key={id} role="columnheader" className={classes(end && 'end')}>
          {t(headWords[id])}
        </span>
      ))}
    </div>
  );
}

/** The grid's own width decides the columns; the density decides the height of a row. */
function useGridSize(scroller: RefObject<HTMLDivElement | null>): {
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
} {
  const [size, setSize] = useState({ width: 1076, height: 0, rowHeight: defaultRowHeight });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || typeof ResizeObserver === 'undefined') return undefined;
    const measure = (): void => {
      const row = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row'));
      const next = {
        width: element.offsetWidth,
        height: element.clientHeight,
        rowHeight: Number.isFinite(row) ? row : defaultRowHeight,
      };
      setSize((old) =>
        old.width === next.width && old.height === next.height && old.rowHeight === next.rowHeight
          ? old
          : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return size;
}
