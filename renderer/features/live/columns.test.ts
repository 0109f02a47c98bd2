import { expect, test } from 'vitest';
import { columns, columnsFor, gridTemplate } from './columns.ts';

test('all columns at the designed width, then Saved, Project, tok/s and Cached give way in that order', () => {
  const dropped = (width: number): string[] => {
    const kept = new Set<string>(columnsFor(width).map((c) => c.id));
    return columns.map((c) => c.id).filter((id) => !kept.has(id));
  };
  expect(dropped(1076)).toEqual([]);
  expect(dropped(1060)).toEqual(['saved']);
  expect(dropped(1000)).toEqual(['project', 'saved']);
  expect(dropped(908)).toEqual(['project', 'rate', 'saved']);
  expect(dropped(600)).toEqual(['project', 'cached', 'rate', 'saved']);
});

test('one column takes what is left', () => {
  expect(gridTemplate(columnsFor(1300)).match(/1fr/g)).toHaveLength(1);
});
