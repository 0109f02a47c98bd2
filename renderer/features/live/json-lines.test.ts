import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLines, jsonLines, stringLines } from './json-lines.ts';

const shown = (text: string): string =>
  jsonLines(text)
    .map(({ depth, text: line, long, after }) => {
      const value = long === null ? '' : JSON.stringify(long);
      return `${'  '.repeat(depth)}${line}${value}${after}`;
    })
    .join('\n');

describe('jsonLines', () => {
  test('shows any JSON as it would be written with two spaces', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // -0 and 0 are one in JSON.
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(shown(JSON.stringify(plain))).toBe(JSON.stringify(plain, null, 2));
        expect(shown(JSON.stringify(plain, null, 4))).toBe(JSON.stringify(plain, null, 2));
      }),
    );
  });

  test('collapses a long string and keeps all of it', () => {
    const long = 'line\n'.repeat(100);
    const lines = jsonLines(JSON.stringify({ system: long, n: 1 }));
    expect(lines[1]).toEqual({ depth: 1, text: '"system": ', long, after: ',' });
    expect(findLines(lines, 'LINE')).toEqual([1]);
    expect(findLines(lines, ' ')).toEqual([]);
  });

  test('a text that was cut is shown as far as it goes, wherever the cut is', () => {
    const whole = JSON.stringify({ a: [1, { b: 'x"y\\' }], c: 'z'.repeat(300) });
    for (let end = 0; end <= whole.length; end += 1) {
      const lines = jsonLines(whole.slice(0, end));
      expect(end === 0 || lines.length > 0).toBe(true);
    }
    expect(shown('{"a":[1,{"b":"x')).toBe('{\n  "a": [\n    1,\n    {\n      "b": "x');
  });

  test('a very long string that never ends is gone through once: more would not end within the limit of a test', () => {
    expect(jsonLines(`{"a":"${'\\"'.repeat(400_000)}`).length).toBeGreaterThan(0);
  });

  test('an opened string is broken into lines that fit', () => {
    expect(stringLines('one\ntwo three', 4)).toEqual(['one', 'two ', 'thre', 'e']);
  });
});
