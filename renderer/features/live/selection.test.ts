import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noSelection, pick, pickActive, pickAll, type Selection } from './selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const chosen = ({ picked }: Selection): string => [...picked].sort().join('');

describe('pick', () => {
  test('a range grows and shrinks from where it began', () => {
    const begun = pick(noSelection, 'b', 'only', ids);
    const down = pick(begun, 'd', 'range', ids);
    expect([chosen(down), down.active, down.anchor]).toEqual(['bcd', 'd', 'b']);
    expect(chosen(pick(down, 'c', 'range', ids))).toBe('bc');
    expect(chosen(pick(down, 'a', 'range', ids))).toBe('ab');
  });

  test('single rows are added and taken away', () => {
    const two = pick(pick(noSelection, 'a', 'only', ids), 'd', 'toggle', ids);
    expect(chosen(two)).toBe('ad');
    expect(chosen(pick(two, 'a', 'toggle', ids))).toBe('d');
    expect(chosen(pickActive(two))).toBe('d');
  });

  test('an anchor that the filter hid begins anew', () => {
    const begun = pick(noSelection, 'b', 'only', ids);
    expect(chosen(pick(begun, 'd', 'range', ['c', 'd']))).toBe('d');
  });

  test('after any picks the active row is one of the list, and `all` is all', () => {
    const step = fc.record({
      id: fc.constantFrom(...ids),
      mode: fc.constantFrom('only' as const, 'toggle' as const, 'range' as const),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const end = steps.reduce((at, { id, mode }) => pick(at, id, mode, ids), noSelection);
        expect(end.active).toBe(steps.at(-1)?.id);
        expect([...end.picked].every((id) => ids.includes(id))).toBe(true);
        expect(chosen(pickAll(end, ids))).toBe('abcde');
      }),
    );
  });
});
