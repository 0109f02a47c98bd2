import { describe, expect, test } from 'vitest';
import { ThinkTagSplitter, type TaggedText } from './think-tags.ts';

/** What each piece gives, and the end. */
function split(...pieces: string[]): readonly (readonly TaggedText[])[] {
  const splitter = new ThinkTagSplitter();
  return [...pieces.map((piece) => splitter.push(piece)), splitter.end()];
}
const text = (words: string): TaggedText => ({ kind: 'text', text: words });
const think = (words: string): TaggedText => ({ kind: 'think-tag', text: words });
const thinking = (words: string): TaggedText => ({ kind: 'thinking-tag', text: words });

describe('reasoning in tags', () => {
  test.each<[string, readonly string[], readonly (readonly TaggedText[])[]]>([
    ['at once', ['<think>a</think>b'], [[think('a'), text('b')], []]],
    ['of the other tag', ['<thinking>a</thinking>b'], [[thinking('a'), text('b')], []]],
    [
      'goes on as it comes, and the tags in pieces',
      ['<th', 'ink>a', 'b</', 'think', '>c', 'd'],
      [[], [think('a')], [think('b')], [], [text('c')], [text('d')], []],
    ],
    [
      'keeps what only looks like the end',
      ['<think>a</thin', 'g></', 'b</think>'],
      [[think('a')], [think('</thing>')], [think('</b')], []],
    ],
    [
      'loses the blanks around it, not those inside',
      [' \n<think> a \n</think> \n', ' \n', '\nb '],
      [[think(' a \n')], [], [text('b ')], []],
    ],
    ['of no words', ['<think></think>b'], [[text('b')], []]],
    ['that is all', ['<think>a</think>'], [[think('a')], []]],
    ['and blanks behind it that are all', ['<think>a</think>', ' \n'], [[think('a')], [], []]],
    ['that never ends', ['<think>a', 'b</thi'], [[think('a')], [think('b')], [think('</thi')]]],
    ['that never ends, of no words', ['<think>'], [[], []]],
    [
      'comes but once',
      ['<think>a</think>b<think>c</think>'],
      [[think('a'), text('b<think>c</think>')], []],
    ],
    ['only at the start', ['a<think>b</think>'], [[text('a<think>b</think>')], []]],
  ])('%s', (_name, pieces, expected) => {
    expect(split(...pieces)).toEqual(expected);
  });
});

describe('text', () => {
  test.each<[string, readonly string[], readonly (readonly TaggedText[])[]]>([
    ['goes on at once', ['a', '', 'b'], [[text('a')], [], [text('b')], []]],
    ['keeps the blanks before it', [' \n', 'a'], [[], [text(' \na')], []]],
    ['of blanks is none', [' ', '\n'], [[], [], []]],
    ['that may be a tag is held', ['<', 'th', 'at'], [[], [], [text('<that')], []]],
    ['that might have been a tag comes at the end', [' <thin'], [[], [text(' <thin')]]],
    ['of another tag', ['<thinker>'], [[text('<thinker>')], []]],
  ])('%s', (_name, pieces, expected) => {
    expect(split(...pieces)).toEqual(expected);
  });

  test('behind the end is text, whatever it looks like', () => {
    const splitter = new ThinkTagSplitter();
    expect(splitter.push('<think>a')).toEqual([think('a')]);
    expect(splitter.end()).toEqual([]);
    expect(splitter.push('<think>b')).toEqual([text('<think>b')]);
    expect(splitter.end()).toEqual([]);
    const fresh = new ThinkTagSplitter();
    expect([fresh.end(), fresh.push('<think>')]).toEqual([[], [text('<think>')]]);
  });
});
