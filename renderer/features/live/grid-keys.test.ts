import { describe, expect, test } from 'vitest';
import { gridCommand, type GridPlace, type PressedKey } from './grid-keys.ts';
import { pageCommand } from './page-keys.ts';

const plain: PressedKey = {
  key: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
};
const at: GridPlace = { place: 3, count: 10, page: 4, isRtl: false, isHead: false };
const pressed = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({
  ...plain,
  key,
  ...more,
});

describe('gridCommand', () => {
  test.each([
    ['ArrowDown', 4],
    ['j', 4],
    ['ArrowUp', 2],
    ['k', 2],
    ['PageDown', 7],
    ['PageUp', 0],
    ['Home', 0],
  ])('%s goes to place %i', (key, place) => {
    expect(gridCommand(pressed(key), at)).toEqual({ to: 'place', place, extend: false });
  });

  test('Shift extends, letters too', () => {
    expect(gridCommand(pressed('J', { shiftKey: true }), at)).toEqual({
      to: 'place',
      place: 4,
      extend: true,
    });
    expect(gridCommand(pressed('End', { shiftKey: true }), at)).toEqual({
      to: 'end',
      extend: true,
    });
  });

  test('Ctrl A and Cmd A mean all, Ctrl Space this one', () => {
    expect(gridCommand(pressed('a', { ctrlKey: true }), at)).toEqual({ to: 'all' });
    expect(gridCommand(pressed('A', { metaKey: true }), at)).toEqual({ to: 'all' });
    expect(gridCommand(pressed(' ', { ctrlKey: true }), at)).toEqual({ to: 'toggle' });
  });

  test('sideways keys fold the head of a conversation in reading direction, and no request', () => {
    const head = { ...at, isHead: true };
    expect(gridCommand(pressed('ArrowRight'), head)).toEqual({ to: 'fold', open: true });
    expect(gridCommand(pressed('ArrowRight'), { ...head, isRtl: true })).toEqual({
      to: 'fold',
      open: false,
    });
    expect(gridCommand(pressed('ArrowRight'), at)).toBeNull();
  });

  test('the first key in a list without a choice takes the last row', () => {
    expect(gridCommand(pressed('k'), { ...at, place: -1 })).toMatchObject({ place: 9 });
    expect(gridCommand(pressed('Enter'), { ...at, place: -1 })).toBeNull();
    expect(gridCommand(pressed('j'), { ...at, count: 0 })).toBeNull();
  });

  test("the window's own keys are left alone", () => {
    for (const key of ['f', 'k', '1', ','])
      expect(gridCommand(pressed(key, { ctrlKey: true }), at)).toBeNull();
    expect(gridCommand(pressed('ArrowDown', { altKey: true }), at)).toBeNull();
  });
});

describe('pageCommand', () => {
  test.each([
    [pressed('p'), 'pause'],
    [pressed('.'), 'cancel'],
    [pressed('.', { ctrlKey: true }), 'cancel'],
    [pressed('?', { shiftKey: true }), 'help'],
    [pressed('g'), 'group'],
    [pressed('r'), 'replay'],
    [pressed('p', { ctrlKey: true }), null],
  ])('%j means %s', (key, command) => {
    expect(pageCommand(key, 1, true)).toBe(command);
  });

  test('Escape goes back one step at a time', () => {
    expect(pageCommand(pressed('Escape'), 3, true)).toBe('unpick');
    expect(pageCommand(pressed('Escape'), 1, true)).toBe('close');
    expect(pageCommand(pressed('Escape'), 1, false)).toBeNull();
  });
});
