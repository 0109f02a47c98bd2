import { describe, expect, test } from 'vitest';
import { stripAttribution, withoutAttribution } from './strip-attribution.ts';

const LINE = 'x-anthropic-billing-header: cc_version=2.1.329.abc; cc_entrypoint=cli; cch=1f2;';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const strip = (body: string): string => new TextDecoder().decode(stripAttribution(bytes(body)));

describe('stripAttribution', () => {
  test.each([
    [
      'a block of its own',
      `{"system":[{"type":"text","text":"${LINE}"}, {"type":"text","text":"You"}],"x":1}`,
      '{"system":[{"type":"text","text":"You"}],"x":1}',
    ],
    [
      'a block of its own with a line end',
      `{"system":[{"text":"${LINE}\\n","type":"text"},{"type":"text","text":"You"}]}`,
      '{"system":[{"type":"text","text":"You"}]}',
    ],
    [
      'the first line of a block',
      `{"system":[{"type":"text","text":"${LINE}\\n\\nYou \\"are\\"","cache_control":{}}]}`,
      '{"system":[{"type":"text","text":"You \\"are\\"","cache_control":{}}]}',
    ],
    ['the only block', `{"a":1,"system":[{"text":"${LINE}"}],"b":2}`, '{"a":1,"b":2}'],
    ['the only block, last key', `{"a":1,"system":[{"text":"${LINE}"}]}`, '{"a":1}'],
    ['the first line of a string', `{"system":"${LINE}\\nYou"}`, '{"system":"You"}'],
    ['all of a string that is the last key', `{"b":2 , "system":"${LINE}\\n" }`, '{"b":2 }'],
    ['all of a string that is the only key', `{ "system" : "${LINE}"}`, '{ }'],
    ['a line with escapes', `{"system":"${LINE}\\t\\"x\\"\\nYou"}`, '{"system":"You"}'],
    ['all of a string', `{"system":"${LINE}","b":2}`, '{"b":2}'],
  ])('removes %s', (_name, before, after) => {
    expect(strip(before)).toBe(after);
    expect(() => JSON.parse(after) as unknown).not.toThrow();
  });

  test.each([
    ['no system', '{"model":"a"}'],
    ['another prompt', '{"system":[{"type":"text","text":"You"}]}'],
    ['a later block', `{"system":[{"text":"You"},{"text":"${LINE}"}]}`],
    ['a later line', `{"system":"You\\n${LINE}"}`],
    ['a message', `{"messages":[{"role":"user","content":"${LINE}"}]}`],
    ['a block that is no object', `{"system":["${LINE}"]}`],
    ['a block without text', `{"system":[{"type":"text"}]}`],
    ['a system that is no text', '{"system":7}'],
    ['an empty system', '{"system":[]}'],
    ['no JSON', 'x-anthropic-billing-header:'],
  ])('keeps %s, as the same array', (_name, body) => {
    const before = bytes(body);
    expect(stripAttribution(before)).toBe(before);
  });
});

test('withoutAttribution does the same on text', () => {
  expect(withoutAttribution(`${LINE}\n\nYou\n${LINE}`)).toBe(`You\n${LINE}`);
  expect(withoutAttribution(LINE)).toBe('');
  expect(withoutAttribution(`You\n${LINE}`)).toBe(`You\n${LINE}`);
});
