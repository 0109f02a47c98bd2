import { describe, expect, test } from 'vitest';
import type { StreamEventRecord } from '../../../shared/domain/exchange.ts';
import { eventFilter, eventLines, jumpPlace, readUpstreamDelta } from './events.ts';

const text = (index: number, atMs: number, words: string): StreamEventRecord => ({
  index,
  atMs,
  type: 'content_block_delta',
  data: JSON.stringify({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: words },
  }),
});
const stop = (index: number, atMs: number): StreamEventRecord => ({
  index,
  atMs,
  type: 'content_block_stop',
  data: '{"index":0}',
});

describe('eventLines', () => {
  test('shows the time since the event before, and the text of a delta', () => {
    expect(eventLines([text(0, 10, 'a'), text(1, 40, 'b'), stop(2, 41)], null)).toEqual([
      {
        fold: false,
        index: 0,
        deltaMs: 0,
        type: 'content_block_delta',
        head: 'text_delta',
        data: '"a"',
      },
      {
        fold: false,
        index: 1,
        deltaMs: 30,
        type: 'content_block_delta',
        head: 'text_delta',
        data: '"b"',
      },
      {
        fold: false,
        index: 2,
        deltaMs: 1,
        type: 'content_block_stop',
        head: '',
        data: '{"index":0}',
      },
    ]);
  });
  test('folds the middle of a long run, and the sum of its parts is the whole', () => {
    const events = [
      ...Array.from({ length: 10 }, (_, i) => text(i, i * 10, 'four')),
      stop(10, 100),
    ];
    const lines = eventLines(events, null);
    expect(
      lines.map((line) => (line.fold ? `${String(line.from)}-${String(line.to)}` : line.index)),
    ).toEqual([0, 1, '2-8', 9, 10]);
    expect(lines[2]).toEqual({
      fold: true,
      from: 2,
      to: 8,
      count: 7,
      head: 'text_delta',
      spanMs: 70,
      characters: 28,
    });
  });
  test('deltas of another block or kind start a new run', () => {
    const other = {
      ...text(3, 30, 'x'),
      data: '{"index":1,"delta":{"type":"thinking_delta","thinking":"x"}}',
    };
    const events = [
      text(0, 0, 'a'),
      text(1, 10, 'a'),
      text(2, 20, 'a'),
      other,
      text(4, 40, 'a'),
      text(5, 50, 'a'),
    ];
    expect(eventLines(events, null)).toHaveLength(6);
  });
  test('data that was cut stays as it came', () => {
    const cut = { ...text(0, 0, ''), data: '{"index":0,"delta":{"type":"text_de' };
    expect(eventLines([cut], null)[0]).toMatchObject({ head: '', data: cut.data });
  });
  test('a search shows every hit, unfolded', () => {
    const events = Array.from({ length: 10 }, (_, i) =>
      text(i, i * 10, i % 2 === 0 ? 'even' : 'odd'),
    );
    const matches = eventFilter('/"even"/');
    if (matches === null || matches === 'invalid') throw new Error('should compile');
    expect(eventLines(events, matches)).toHaveLength(5);
  });
});

describe('eventFilter', () => {
  test('words, expressions, and one that is half typed', () => {
    const event = stop(0, 0);
    const word = eventFilter('STOP');
    const regex = eventFilter('/block_(start|stop)/');
    expect([
      typeof word === 'function' && word(event),
      typeof regex === 'function' && regex(event),
      eventFilter('/(/'),
      eventFilter('  '),
    ]).toEqual([true, true, 'invalid', null]);
  });
});

describe('the upstream side', () => {
  const chunk = (index: number, atMs: number, delta: object): StreamEventRecord => ({
    index,
    atMs,
    type: '',
    data: JSON.stringify({ choices: [{ index: 0, delta }] }),
  });
  const call = (changes: object): object => ({ tool_calls: [{ index: 1, ...changes }] });
  const events = [
    chunk(0, 0, { role: 'assistant', content: '' }),
    ...Array.from({ length: 8 }, (_, i) => chunk(i + 1, i, { reasoning_content: 'hm' })),
    chunk(9, 20, { content: 'Hi' }),
    chunk(10, 900, call({ function: { name: 'Read', arguments: '' } })),
    chunk(11, 910, call({ function: { arguments: '{"a' } })),
    { index: 12, atMs: 911, type: '', data: '{"error":{"message":"overloaded"}}' },
  ];
  const lines = eventLines(events, null, readUpstreamDelta);

  test('tells deltas by their field and folds them as the client side does', () => {
    expect(lines.map((line) => `${line.fold ? 'fold ' : ''}${line.head}`)).toEqual([
      '',
      'reasoning_content',
      'reasoning_content',
      'fold reasoning_content',
      'reasoning_content',
      'content',
      'tool_calls[1].name',
      'tool_calls[1].arguments',
      '',
    ]);
  });

  test('has the same places to jump to', () => {
    const places = (['text', 'tool', 'error', 'gap'] as const).map((to) => jumpPlace(lines, to));
    expect(places).toEqual([5, 6, 8, 6]);
    expect(jumpPlace(lines.slice(0, 3), 'error')).toBe(-1);
  });

  test('what was cut and does not parse is shown as it is', () => {
    const [line] = eventLines(
      [{ ...events[9]!, data: '{"choices":[{"del' }],
      null,
      readUpstreamDelta,
    );
    expect(line).toMatchObject({ head: '', data: '{"choices":[{"del' });
  });
});
