import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ExchangeRow } from '../../../shared/domain/exchange.ts';
import { dayStart } from '../../../shared/domain/local-day.ts';
import type { LiveColumns } from '../../../shared/domain/live-view.ts';
import { live } from '../../../shared/i18n/live.ts';
import { providerName } from '../../format/provider-name.ts';
import { useMessages } from '../../i18n.tsx';
import { useProviders } from '../../stores/context.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { columnsFor, gridTemplate, seenSetting, widthOf } from './columns.ts';
import { ConversationRow } from './ConversationRow.tsx';
import { isConversationKey, type Grouped } from './conversations.ts';
import { gridCommand, type GridCommand } from './grid-keys.ts';
import { useGridSize } from './grid-size.ts';
import { GridHead } from './GridHead.tsx';
import { LiveRow } from './LiveRow.tsx';
import { hasLine, OlderLine, OlderStatus, type Reach } from './OlderLine.tsx';
import type { PickMode, Selection } from './selection.ts';
import { useStill } from './still.ts';

interface LiveGridProps {
  /** Ids of requests, and keys of `conversations` where the list is grouped. */
  readonly ids: readonly string[];
  readonly rowOf: (id: string) => ExchangeRow | undefined;
  /** What lies before the first row; null: nothing does. */
  readonly reach: Reach | null;
  readonly conversations: Grouped['conversations'] | null;
  readonly closed: ReadonlySet<string>;
  readonly columns: LiveColumns;
  readonly onColumns: (columns: LiveColumns) => void;
  readonly now: number;
  readonly selection: Selection;
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
  readonly newCount: number;
  readonly onPick: (id: string, mode: PickMode) => void;
  readonly onPickAll: () => void;
  readonly onOpen: (id: string) => void;
  readonly onFold: (key: string, open: boolean) => void;
  /** Keys that the page answers (P, `.`, Esc); true when it did. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** As in live.css. */
const headHeight = 26;
/** Rows this near to the end count as "at the end" (px). */
const endSlack = 4;
/** Rows this near to the top ask for those before them, so that scrolling need not wait. */
const nearRows = 20;

export function LiveGrid(props: LiveGridProps): ReactNode {
  const { ids, reach, conversations, selection, isFollowing, onFollow } = props;
  const t = useMessages(live);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height, rowHeight } = useGridSize(scroller);
  const names = useProviders((state) => state.views);
  const [said, setSaid] = useState('');
  const [draft, setDraft] = useState<LiveColumns | undefined>(undefined);
  const setting = draft === undefined ? props.columns : draft;
  const kept = useMemo(() => columnsFor(width, setting), [width, setting]);
  const template = gridTemplate(kept);
  const minWidth = setting === null ? undefined : widthOf(kept);
  const lineRows = reach !== null && hasLine(reach) ? 1 : 0;
  const paddingStart = lineRows * rowHeight;
  // The compiler is not used here, and rows are memoised by hand.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart,
    // The head stands above the rows in the same scroller: it takes as much off below.
    scrollPaddingEnd: headHeight,
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
  const focusList = useCallback(() => scroller.current?.focus({ preventScroll: true }), []);
  const newest = ids.at(-1);
  useLayoutEffect(() => {
    if (isFollowing) toEnd();
  }, [isFollowing, newest, ids.length, rowHeight, height, toEnd]);
  useEffect(() => virtual.measure(), [virtual, rowHeight, paddingStart]);
  const look = useStill(scroller, { ids, rowHeight, top: paddingStart, isFollowing });
  const readIfNear = (scrollTop: number): void => {
    if (reach?.older.phase === 'more' && scrollTop < nearRows * rowHeight) reach.onRead();
  };

  const place = selection.active === null ? -1 : ids.indexOf(selection.active);
  // The pane below takes room: what is selected stays in sight.
  useEffect(() => {
    if (!isFollowing && place >= 0) virtual.scrollToIndex(place);
    // Only when the room changes; the person's own scrolling is left alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [height]);

  const goTo = (target: number, extend: boolean): void => {
    const targetId = ids[target];
    if (targetId === undefined) return;
    props.onPick(targetId, extend ? 'range' : 'only');
    if (target < ids.length - 1) onFollow(false);
    // All the way, so that what stands above the first row is seen.
    if (target === 0) virtual.scrollToOffset(0);
    else virtual.scrollToIndex(target);
    readIfNear(target * rowHeight);
  };
  const run = (command: GridCommand): void => {
    const { active } = selection;
    switch (command.to) {
      case 'place':
        goTo(command.place, command.extend);
        return;
      case 'end':
        onFollow(true);
        goTo(ids.length - 1, command.extend);
        toEnd();
        return;
      case 'all':
        props.onPickAll();
        return;
      case 'open':
        if (active !== null) props.onOpen(active);
        return;
      case 'toggle':
        if (active !== null) props.onPick(active, 'toggle');
        return;
      case 'fold':
        if (active !== null) props.onFold(active, command.open);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (props.onKey(event)) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const command = gridCommand(event, {
      place,
      count: ids.length,
      page,
      isRtl: document.documentElement.dir === 'rtl',
      isHead: selection.active !== null && isConversationKey(selection.active),
    });
    if (command === null) return;
    event.preventDefault();
    run(command);
  };

  return (
    <div className="live-grid">
      <div
        ref={scroller}
        className="live-scroll"
        role={conversations === null ? 'grid' : 'treegrid'}
        tabIndex={0}
        aria-label={t('requests')}
        aria-rowcount={reach === null || isKnown(reach) ? ids.length + 1 + lineRows : -1}
        aria-colcount={kept.length}
        aria-multiselectable="true"
        aria-activedescendant={place < 0 ? undefined : rowDomId(id, selection.active)}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          look();
          readIfNear(scrollTop);
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
        <GridHead
          kept={kept}
          template={template}
          minWidth={minWidth}
          setting={seenSetting(props.columns, kept)}
          onDraft={setDraft}
          onChange={props.onColumns}
          onSay={setSaid}
        />
        <div
          role="rowgroup"
          className="live-body"
          style={{ blockSize: virtual.getTotalSize(), minInlineSize: minWidth }}
        >
          {reach === null || lineRows === 0 ? null : (
            <OlderLine reach={reach} columnCount={kept.length} onFocusLost={focusList} />
          )}
          {virtual.getVirtualItems().map((item) => {
            const itemId = ids[item.index] ?? '';
            const shared = {
              rowIndex: item.index + lineRows + 2,
              top: item.start,
              isSelected: selection.picked.has(itemId),
              isActive: itemId === selection.active,
              domId: rowDomId(id, itemId),
              onPick: props.onPick,
            };
            const conversation = conversations?.get(itemId);
            if (conversation !== undefined)
              return (
                <ConversationRow
                  key={itemId}
                  {...shared}
                  conversation={conversation}
                  columnCount={kept.length}
                  today={dayStart(props.now)}
                  isOpen={!props.closed.has(itemId)}
                  onFold={props.onFold}
                />
              );
            const row = props.rowOf(itemId);
            if (row === undefined) return null;
            return (
              <LiveRow
                key={itemId}
                {...shared}
                row={row}
                level={conversations === null ? undefined : 2}
                kept={kept}
                template={template}
                now={props.now}
                providerName={row.provider === null ? null : providerName(names, row.provider)}
                onOpen={props.onOpen}
              />
            );
          })}
        </div>
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {reach === null ? null : <OlderStatus reach={reach} />}
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

/** The list has all that the filter finds. */
function isKnown({ older, isWhole }: Reach): boolean {
  return older.phase === 'end' || (isWhole && !older.asksForText);
}

function rowDomId(prefix: string, itemId: string | null): string {
  return `${prefix}-${(itemId ?? '').replaceAll(' ', '_')}`;
}
