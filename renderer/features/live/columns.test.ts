import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liveColumnIds } from '../../../shared/domain/live-view.ts';
import {
  columnsFor,
  gridTemplate,
  layoutOf,
  movedColumn,
  resized,
  settingOf,
  withShown,
} from './columns.ts';

const ids = (columns: readonly { readonly id: string }[]): readonly string[] =>
  columns.map(({ id }) => id);

describe('columns', () => {
  test('all columns at the designed width, then Saved, Project, tok/s and Cached give way in that order', () => {
    const first = ids(layoutOf(null).filter(({ shown }) => shown));
    const dropped = (width: number): readonly string[] => {
      const kept = new Set(ids(columnsFor(width)));
      return first.filter((id) => !kept.has(id));
    };
    expect(dropped(1076)).toEqual([]);
    expect(dropped(1060)).toEqual(['saved']);
    expect(dropped(1000)).toEqual(['project', 'saved']);
    expect(dropped(908)).toEqual(['project', 'rate', 'saved']);
    expect(dropped(600)).toEqual(['project', 'cached', 'rate', 'saved']);
  });

  test('chosen columns stay, however narrow the window', () => {
    const chosen = withShown(null, 'id', true);
    expect(ids(columnsFor(400, chosen))).toContain('saved');
    expect(ids(columnsFor(400, chosen))).toContain('id');
  });

  test('one column takes what is left, also where the route is hidden', () => {
    expect(gridTemplate(columnsFor(1300)).match(/1fr/g)).toHaveLength(1);
    const without = withShown(null, 'route', false);
    expect(gridTemplate(columnsFor(1300, without)).match(/1fr/g)).toHaveLength(1);
  });

  test('a width is kept within its bounds and moves no other column', () => {
    const wide = resized(null, 'cost', 5_000);
    expect(wide.find(({ id }) => id === 'cost')?.width).toBe(900);
    expect(resized(wide, 'cost', 60)).toEqual(settingOf(layoutOf(null)));
  });

  test('a column moves to the place of another, and back', () => {
    const moved = movedColumn(null, 'cost', 'state');
    expect(ids(layoutOf(moved)).slice(0, 2)).toEqual(['cost', 'state']);
    expect(movedColumn(moved, 'cost', 'took')).toEqual(settingOf(layoutOf(null)));
  });

  test('the last column cannot be hidden', () => {
    let setting = settingOf(layoutOf(null));
    for (const id of liveColumnIds) setting = withShown(setting, id, false);
    expect(columnsFor(900, setting)).toHaveLength(1);
  });

  test('any kept setting gives every known column exactly once', () => {
    const setting = fc.array(
      fc.record({
        id: fc.oneof(fc.constantFrom(...liveColumnIds), fc.string({ minLength: 1 })),
        width: fc.integer({ min: 36, max: 900 }),
        shown: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(setting, (kept) => {
        expect([...ids(layoutOf(kept))].sort()).toEqual([...liveColumnIds].sort());
      }),
    );
  });
});
