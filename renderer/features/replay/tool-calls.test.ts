import { expect, test } from 'vitest';
import type { ReplayBlock } from '../../../shared/domain/replay.ts';
import { pairCalls, prettyJson, proseOf } from './tool-calls.ts';

const call = (name: string, text: string): ReplayBlock => ({ kind: 'tool', name, text });

test('pairs calls of one tool in order; the order of members makes no difference', () => {
  const left = [call('Read', '{"a":1,"b":[{"y":1,"x":2}]}'), call('Bash', '{"command":"ls"}')];
  const right = [call('Grep', '{}'), call('Read', '{"b":[{"x":2,"y":1}],"a":1}')];
  expect(pairCalls(left, right).map(({ name, verdict }) => [name, verdict])).toEqual([
    ['Read', 'same'],
    ['Bash', 'left'],
    ['Grep', 'right'],
  ]);
});

test('arguments that differ, or that are no JSON, are told as they are', () => {
  const [pair] = pairCalls([call('Read', '{"path":"a"}')], [call('Read', '{"path":"b')]);
  expect(pair).toEqual({
    name: 'Read',
    left: '{\n  "path": "a"\n}',
    right: '{"path":"b',
    verdict: 'differs',
  });
  expect(prettyJson('')).toBe('{}');
});

test('prose is the text alone', () => {
  const blocks: ReplayBlock[] = [
    { kind: 'thinking', name: '', text: 'hm' },
    { kind: 'text', name: '', text: 'One.' },
    call('Read', '{}'),
    { kind: 'text', name: '', text: 'Two.' },
  ];
  expect(proseOf(blocks)).toBe('One.\n\nTwo.');
});
