/** Columns of the list, in order. Widths in CSS pixels; `route` takes what is left. */
export const columns = [
  { id: 'state', width: 88, end: false },
  { id: 'time', width: 68, end: false },
  { id: 'kind', width: 84, end: false },
  { id: 'route', width: 190, end: false },
  { id: 'provider', width: 88, end: false },
  { id: 'project', width: 80, end: false },
  { id: 'in', width: 52, end: true },
  { id: 'cached', width: 52, end: true },
  { id: 'out', width: 44, end: true },
  { id: 'ttft', width: 56, end: true },
  { id: 'rate', width: 46, end: true },
  { id: 'took', width: 54, end: true },
  { id: 'cost', width: 60, end: true },
  { id: 'saved', width: 56, end: true },
] as const;
export type Column = (typeof columns)[number];
export type ColumnId = Column['id'];

/** What gives way first when room is short (look: "Saved, Project, tok/s, Cached"). */
const dropOrder: readonly ColumnId[] = ['saved', 'project', 'rate', 'cached'];
const gutter = 24;

/** Columns that fit `width` (px, the grid's own). Never fewer than the ten that say what happened. */
export function columnsFor(width: number): readonly Column[] {
  let kept: readonly Column[] = columns;
  for (const id of dropOrder) {
    if (widthOf(kept) <= width) break;
    kept = kept.filter((column) => column.id !== id);
  }
  return kept;
}

function widthOf(kept: readonly Column[]): number {
  return kept.reduce((sum, column) => sum + column.width, 2 * gutter);
}

/** `grid-template-columns` of header and rows alike. */
export function gridTemplate(kept: readonly Column[]): string {
  return kept
    .map(({ id, width }) =>
      id === 'route' ? `minmax(${String(width)}px, 1fr)` : `${String(width)}px`,
    )
    .join(' ');
}
