import type { LiveColumns, SavedView } from '../../../shared/domain/live-view.ts';

/** What a view keeps of how the list stands now. */
export interface ViewNow {
  readonly filter: string;
  readonly columns: LiveColumns;
  readonly grouped: boolean;
}

export const mostViews = 50;

/** A view of the same name is replaced: that is how one is changed. */
export function keptView(
  views: readonly SavedView[],
  name: string,
  now: ViewNow,
  id: string,
): SavedView[] {
  const known = views.find((view) => view.name === name);
  if (known === undefined) return [...views, { ...now, id, name }];
  return views.map((view) => (view === known ? { ...now, id: known.id, name } : view));
}

export function renamedView(views: readonly SavedView[], id: string, name: string): SavedView[] {
  return views.map((view) => (view.id === id ? { ...view, name } : view));
}

export function withoutView(views: readonly SavedView[], id: string): SavedView[] {
  return views.filter((view) => view.id !== id);
}
