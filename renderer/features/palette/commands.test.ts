import { expect, test } from 'vitest';
import type { Command } from './commands.ts';
import { findCommands, markedPart } from './commands.ts';

function command(id: string, group: Command['group'], label: string, also = ''): Command {
  return { id, group, label, also, icon: 'live', run: () => undefined };
}

const all = [
  command('live', 'pages', '실시간', 'live'),
  command('test', 'providers', 'Test MiniMax with one token'),
  command('minimax', 'providers', 'MiniMax'),
  command('profile', 'profiles', 'Use profile Hybrid', 'hybrid'),
];

test('what begins with the query comes first, in the order of groups', () => {
  const found = findCommands(all, 'min').flatMap((group) => group.commands.map(({ id }) => id));
  expect(found).toEqual(['minimax', 'test']);
});

test('a page is found by its English name in every language', () => {
  expect(findCommands(all, 'LIVE')[0]?.commands[0]?.id).toBe('live');
});

test('all words must be there', () => {
  expect(findCommands(all, 'minimax profile')).toEqual([]);
});

test.each([
  ['MiniMax', 'min', [0, 3]],
  ['Test MiniMax', 'MINI', [5, 9]],
  ['실시간', 'live', null],
  ['Live', '', null],
])('in %s, %s is marked at %j', (label, query, expected) => {
  expect(markedPart(label, query)).toEqual(expected);
});
