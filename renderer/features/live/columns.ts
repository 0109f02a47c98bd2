import {
  columnWidth,
  liveColumnIds,
  type ColumnSetting,
  type LiveColumnId,
  type LiveColumns,
} from '../../../shared/domain/live-view.ts';
import { reorder } from '../../../shared/domain/rule-order.ts';

/** Widths in CSS pixels. Figures stand at the end edge. */
const designed: Readonly<
  Record<LiveColumnId, { readonly width: number; readonly end?: true; readonly hidden?: true }>
> = {
  state: { width: 88 },
  time: { width: 68 },
  kind: { width: 84 },
  rule: { width: 90, hidden: true },
  route: { width: 190 },
  provider: { width: 88 },
  project: { width: 80 },
  client: { width: 92, hidden: true },
  session: { width: 84, hidden: true },
  status: { width: 52, end: true, hidden: true },
  in: { width: 52, end: true },
  cached: { width: 52, end: true },
  out: { width: 44, end: true },
  ttft: { width: 56, end: true },
  rate: { width: 46, end: true },
  took: { width: 54, end: true },
  cost: { width: 60, end: true },
  saved: { width: 56, end: true },
  id: { width: 150, hidden: true },
};

export interface Column {
  readonly id: LiveColumnId;
  readonly width: number;
  readonly end: boolean;
}
export interface LaidColumn extends Column {
  readonly shown: boolean;
}

/** Gives way first when room is short (look: "Saved, Project, tok/s, Cached"), unless the person chose the columns. */
const dropOrder: readonly LiveColumnId[] = ['saved', 'project', 'rate', 'cached'];
const gutter = 24;

/** Every column once, in order; one that the setting does not know (it came with an update) is hidden at the end. */
export function layoutOf(setting: LiveColumns): readonly LaidColumn[] {
  if (setting === null)
    return liveColumnIds.map((id) => laid(id, designed[id].width, designed[id].hidden !== true));
  const known = setting.flatMap(({ id, width, shown }) =>
    isColumnId(id) ? [laid(id, width, shown)] : [],
  );
  const byId = new Map(known.map((column) => [column.id, column]));
  const missing = liveColumnIds.filter((id) => !byId.has(id));
  return [...byId.values(), ...missing.map((id) => laid(id, designed[id].width, false))];
}

/** Columns to draw in a grid of `width` px. Chosen ones never give way: then the list scrolls sideways. */
export function columnsFor(width: number, setting: LiveColumns = null): readonly Column[] {
  let kept = layoutOf(setting).filter(({ shown }) => shown);
  if (setting !== null) return kept;
  for (const id of dropOrder) {
    if (widthOf(kept) <= width) break;
    kept = kept.filter((column) => column.id !== id);
  }
  return kept;
}

/** Of the columns and the room beside them. */
export function widthOf(kept: readonly Column[]): number {
  return kept.reduce((sum, column) => sum + column.width, 2 * gutter);
}

/** `grid-template-columns` of header and rows alike; one column takes what is left. */
export function gridTemplate(kept: readonly Column[]): string {
  const widest = kept.find(({ id }) => id === 'route') ?? kept.findLast(({ end }) => !end);
  const open = widest ?? kept.at(-1);
  return kept
    .map((column) =>
      column === open ? `minmax(${String(column.width)}px, 1fr)` : `${String(column.width)}px`,
    )
    .join(' ');
}

export function settingOf(layout: readonly LaidColumn[]): ColumnSetting[] {
  return layout.map(({ id, width, shown }) => ({ id, width, shown }));
}

export function resized(setting: LiveColumns, id: LiveColumnId, width: number): ColumnSetting[] {
  const bounded = Math.round(Math.max(columnWidth.min, Math.min(columnWidth.max, width)));
  return settingOf(
    layoutOf(setting).map((column) => (column.id === id ? { ...column, width: bounded } : column)),
  );
}

/** The last one stays: a list without a column says nothing. */
export function withShown(setting: LiveColumns, id: LiveColumnId, shown: boolean): ColumnSetting[] {
  const layout = layoutOf(setting).map((column) =>
    column.id === id ? { ...column, shown } : column,
  );
  return settingOf(layout.some((column) => column.shown) ? layout : layoutOf(setting));
}

/** To the place of `target`, as pointer and keyboard both end here. */
export function movedColumn(
  setting: LiveColumns,
  id: LiveColumnId,
  target: LiveColumnId,
): ColumnSetting[] {
  const layout = layoutOf(setting);
  const place = (wanted: LiveColumnId): number => layout.findIndex((each) => each.id === wanted);
  return settingOf(reorder(layout, place(id), place(target)));
}

function laid(id: LiveColumnId, width: number, shown: boolean): LaidColumn {
  return { id, width, shown, end: designed[id].end === true };
}

function isColumnId(id: string): id is LiveColumnId {
  return (liveColumnIds as readonly string[]).includes(id);
}

/** What is seen now as a setting: the first change of a person keeps what gave way out of sight. */
export function seenSetting(setting: LiveColumns, kept: readonly Column[]): ColumnSetting[] {
  const seen = new Set(kept.map(({ id }) => id));
  return (
    setting ?? settingOf(layoutOf(null).map((each) => ({ ...each, shown: seen.has(each.id) })))
  );
}
