import fc from 'fast-check';
import { expect, test } from 'vitest';
import { removeMember, setMember } from './edit-members.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const words = (body: Uint8Array) => new TextDecoder().decode(body);

test.each([
  ['{"a":1, "b":2 ,"c":3}', 'a', '{"b":2 ,"c":3}'],
  ['{"a":1, "b":2 ,"c":3}', 'b', '{"a":1, "c":3}'],
  ['{"a":1, "b":2 ,"c":3 }', 'c', '{"a":1, "b":2 }'],
  ['{ "a":1 }', 'a', '{  }'],
  ['{"a":1,"b":{"a":2},"a":3}', 'a', '{"b":{"a":2}}'],
  ['{"a":1}', 'x', '{"a":1}'],
  ['no object', 'a', 'no object'],
])('removeMember(%s, %s)', (body, key, expected) => {
  expect(words(removeMember(bytes(body), key))).toBe(expected);
});

test('setMember and removeMember agree with JSON.parse on any object', () => {
  const key = fc.constantFrom('a', 'b', 'messages', 'ü');
  const object = fc.dictionary(key, fc.jsonValue());
  fc.assert(
    fc.property(object, key, fc.jsonValue(), fc.nat({ max: 3 }), (fields, name, value, indent) => {
      const body = bytes(JSON.stringify(fields, null, indent));
      const { [name]: _removed, ...rest } = fields;
      expect(JSON.parse(words(removeMember(body, name)))).toEqual(JSON.parse(JSON.stringify(rest)));
      if (Object.keys(fields).length === 0) return;
      const set = JSON.parse(words(setMember(body, name, value))) as object;
      expect(set).toEqual(JSON.parse(JSON.stringify({ ...fields, [name]: value })));
    }),
    { numRuns: 1000 },
  );
});
