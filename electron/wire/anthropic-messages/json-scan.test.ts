import { describe, expect, test } from 'vitest';
import { applyEdits, findMember, firstElement, readMembers, skipBlank } from './json-scan.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const words = (of: Uint8Array): string => new TextDecoder().decode(of);

/** Key, the key as it stands, and the value as it stands, of every member. */
function membersIn(text: string, from = 0): readonly (readonly string[])[] | null {
  const body = bytes(text);
  const members = readMembers(body, from);
  if (members === null) return null;
  return members.map(({ key, keyStart, valueStart, valueEnd }) => [
    key,
    words(body.subarray(keyStart, keyStart + 1)),
    words(body.subarray(valueStart, valueEnd)),
  ]);
}
const long = 'x'.repeat(300);

describe('the members of an object', () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    ['none', '{}', []],
    ['none, with blanks', ' \t\r\n{ \t\r\n} ', []],
    ['one', '{"a":1}', [['a', '"', '1']]],
    [
      'scalars',
      '{"a":-1.5e3,"b":true,"c":null,"d":""}',
      [
        ['a', '"', '-1.5e3'],
        ['b', '"', 'true'],
        ['c', '"', 'null'],
        ['d', '"', '""'],
      ],
    ],
    [
      'scalars before every kind of blank',
      '{"a":1 ,"b":2\n,"c":3\r,"d":4\t}',
      [
        ['a', '"', '1'],
        ['b', '"', '2'],
        ['c', '"', '3'],
        ['d', '"', '4'],
      ],
    ],
    [
      'blanks everywhere',
      '\n{ "a"\t:\r\n1 , "b" : [ 1 , 2 ] }\n',
      [
        ['a', '"', '1'],
        ['b', '"', '[ 1 , 2 ]'],
      ],
    ],
    [
      'what is nested',
      '{"a":{"b":{"c":[{}]}},"d":[[],[1]]}',
      [
        ['a', '"', '{"b":{"c":[{}]}}'],
        ['d', '"', '[[],[1]]'],
      ],
    ],
    [
      'brackets in strings',
      '{"a":["]}{[",{"}":"{"}],"b":1}',
      [
        ['a', '"', '["]}{[",{"}":"{"}]'],
        ['b', '"', '1'],
      ],
    ],
    [
      'quotes and backslashes in strings',
      '{"a":"\\"","b":"\\\\","c":"\\\\\\"x"}',
      [
        ['a', '"', '"\\""'],
        ['b', '"', '"\\\\"'],
        ['c', '"', '"\\\\\\"x"'],
      ],
    ],
    ['escapes in a key', '{"\\u0061\\n":1}', [['a\n', '"', '1']]],
    ['an escape in a key that is none', '{"\\x":1}', [['"\\x"', '"', '1']]],
    [
      'keys that occur twice',
      '{"a":1,"a":2}',
      [
        ['a', '"', '1'],
        ['a', '"', '2'],
      ],
    ],
    ['words of other tongues', '{"말":"글"}', [['말', '"', '"글"']]],
    ['behind a byte order mark', '\ufeff {"a":1}', [['a', '"', '1']]],
    [
      'long strings',
      `{"a":"${long}","b":["${long}\\"","${long}\\\\"],"c":"${long}\\\\\\"x"}`,
      [
        ['a', '"', `"${long}"`],
        ['b', '"', `["${long}\\"","${long}\\\\"]`],
        ['c', '"', `"${long}\\\\\\"x"`],
      ],
    ],
  ])('%s', (_name, text, members) => {
    expect(membersIn(text)).toEqual(members);
  });

  test.each(['x', '\\\\', '\\"', 'x\\\\x', 'x\\"x', '\\u0041', 'x\\\\\\"x'])(
    'a string of %s at every length around the end of the short way',
    (piece) => {
      for (let length = 245; length <= 262; length += 1) {
        const value = `"${'y'.repeat(length)}${piece}"`;
        expect(membersIn(`{"a":${value},"b":1}`)).toEqual([
          ['a', '"', value],
          ['b', '"', '1'],
        ]);
      }
    },
  );

  test('of an object inside', () => {
    expect(membersIn('{"a": {"b":1}}', 5)).toEqual([['b', '"', '1']]);
    expect(membersIn('{"a": [1]}', 5)).toBeNull();
  });

  test.each([
    '',
    ' ',
    '[]',
    '"a"',
    '{',
    '{"a"',
    '{"a"}',
    '{"a" 1}',
    '{"a":',
    '{"a":}',
    '{"a":,"b":1}',
    '{"a":1',
    '{"a":1,',
    '{"a":1]',
    '{"a":1 "b":2}',
    '{"a":"x',
    '{"a":"x\\"}',
    '{"a":{"b":1}',
    '{"a":["x]}',
    '{"a":[1}',
    '{a:1}',
    `{"a":"${long}`,
    `{"a":"${long}\\"}`,
  ])('%j is not read: no object, or cut', (text) => {
    expect(membersIn(text)).toBeNull();
  });
});

test('the first member of a name is found without what stands behind it', () => {
  const body = bytes('{"a":1,"b":2,"b":3,"c":');
  expect(findMember(body, 'b')).toEqual({ key: 'b', keyStart: 7, valueStart: 11, valueEnd: 12 });
  expect(findMember(body, 'd')).toBeNull();
  expect(findMember(bytes('[]'), 'a')).toBeNull();
});

test.each<[string, string | null]>([
  ['[1,2]', '1'],
  ['[ {"a":[]} , 2]', '{"a":[]}'],
  ['["a,b"]', '"a,b"'],
  ['[]', null],
  ['[ ]', null],
  ['[', null],
  ['{"a":1}', null],
  ['["a', null],
])('the first element of %s is %s', (text, expected) => {
  const body = bytes(text);
  const range = firstElement(body, 0);
  expect(range && words(body.subarray(range.start, range.end))).toBe(expected);
});

test.each([
  ['', 0, 0],
  ['a', 0, 0],
  [' \t\r\na', 0, 4],
  ['\ufeffa', 0, 3],
  ['\ufeff a', 0, 4],
  ['a\ufeffb', 1, 1],
  ['\u0bfb', 0, 0],
  ['  ', 0, 2],
])('blank of %j from %d ends at %d', (text, from, at) => {
  expect(skipBlank(bytes(text), from)).toBe(at);
});

test.each([[[0xef, 0xbb, 0x20, 0x20]], [[0xef, 0x20, 0xbf, 0x20]], [[0x41, 0xbb, 0xbf, 0x20]]])(
  '%j is no byte order mark',
  (start) => {
    expect(skipBlank(Uint8Array.from(start), 0)).toBe(0);
  },
);

describe('edits', () => {
  const edit = (start: number, end: number, text: string) => ({
    start,
    end,
    replacement: bytes(text),
  });

  test('are made in one copy, in any order, of any length', () => {
    const body = bytes('0123456789');
    const edits = [edit(6, 8, 'ab'), edit(0, 1, 'long'), edit(3, 5, ''), edit(10, 10, '!')];
    expect(words(applyEdits(body, edits))).toBe('long125ab89!');
    expect(words(body)).toBe('0123456789');
    expect(words(applyEdits(body, [edit(2, 2, '-')]))).toBe('01-23456789');
  });

  test('of none leave the very same bytes', () => {
    const body = bytes('{}');
    expect(applyEdits(body, [])).toBe(body);
  });
});
