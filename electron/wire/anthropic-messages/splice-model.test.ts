import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTopLevel, spliceModel } from './splice-model.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (body: Uint8Array | null): string | null =>
  body && new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);

describe('spliceModel', () => {
  test.each([
    ['first key', '{"model":"a","x":1}', '{"model":"new","x":1}'],
    ['last key', '{"x":1,"model":"a"}', '{"x":1,"model":"new"}'],
    ['only key', '{"model":""}', '{"model":"new"}'],
    ['white space', ' {\n "model" :\t"a" , "x": [ ] }\n', ' {\n "model" :\t"new" , "x": [ ] }\n'],
    [
      'nested keys before',
      '{"tools":[{"model":"n"}],"m":{"model":"n"},"model":"a"}',
      '{"tools":[{"model":"n"}],"m":{"model":"n"},"model":"new"}',
    ],
    ['key inside a string', '{"s":"\\"model\\":\\"n\\"","model":"a"}', null],
    ['escaped quotes and backslashes', '{"s":"\\\\\\"}","model":"a\\"b"}', null],
    ['non-ASCII before', '{"s":"안녕 👋 é","model":"ä"}', '{"s":"안녕 👋 é","model":"new"}'],
    ['escaped key', '{"mod\\u0065l":"a"}', '{"mod\\u0065l":"new"}'],
    ['twice', '{"model":"a","x":1,"model":"b"}', '{"model":"new","x":1,"model":"new"}'],
    ['byte order mark', '\ufeff{"model":"a"}', '\ufeff{"model":"new"}'],
    ['numbers and literals', '{"a":-1.5e3,"b":null,"c":true,"model":"a"}', null],
  ])('%s', (_name, before, after) => {
    const expected = after ?? before.replace(/"model":"a[^,}]*"/, '"model":"new"');
    expect(text(spliceModel(bytes(before), 'new'))).toBe(expected);
  });

  test.each([
    ['no model', '{"x":1}'],
    ['nested only', '{"x":{"model":"a"}}'],
    ['not a string', '{"model":null}'],
    ['array', '[{"model":"a"}]'],
    ['cut off', '{"model":"a","x":"'],
    ['cut in the value', '{"model":"a'],
    ['no JSON', 'model'],
    ['empty', ''],
  ])('null: %s', (_name, body) => {
    expect(spliceModel(bytes(body), 'new')).toBeNull();
  });

  test('agrees with JSON.parse and keeps every other byte', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(0, 1, '\t'),
        (rest, old, next, indent) => {
          const { model: _model, ...others } = rest;
          const body = { ...others, model: old };
          const spliced = text(spliceModel(bytes(JSON.stringify(body, null, indent)), next));
          expect(spliced).toBe(JSON.stringify({ ...body, model: next }, null, indent));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('a large body is gone through once: more would not end within the limit of a test', () => {
    const s = 'x"\\'.repeat(1_000_000);
    const spliced = spliceModel(bytes(JSON.stringify({ s, model: 'a' })), 'b');
    expect(text(spliced)).toBe(JSON.stringify({ s, model: 'b' }));
  });
});

test('readTopLevel reads one value and leaves the rest alone', () => {
  const body = bytes('{"a":{"stream":false},"stream": true ,"n":{"x":[1,2]},"bad":tru}');
  expect(readTopLevel(body, 'stream')).toBe(true);
  expect(readTopLevel(body, 'n')).toEqual({ x: [1, 2] });
  expect(readTopLevel(body, 'bad')).toBeUndefined();
  expect(readTopLevel(body, 'none')).toBeUndefined();
});
