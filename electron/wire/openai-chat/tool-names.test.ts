import { expect, test } from 'vitest';
import { originalToolName, upstreamToolName } from './tool-names.ts';

test.each(['Read', 'mcp__a-b__c_9', 'x'.repeat(64)])('%s goes as it is', (name) => {
  expect(upstreamToolName(name)).toBe(name);
});

test.each([
  ['a.b', /^a_b_[a-zA-Z0-9]{8}$/],
  ['x'.repeat(65), /^x{55}_[a-zA-Z0-9]{8}$/],
  ['읽기', /^___[a-zA-Z0-9]{8}$/],
])('%s is cut and marked, always in the same way', (name, form) => {
  expect(upstreamToolName(name)).toMatch(form);
  expect(upstreamToolName(name)).toBe(upstreamToolName(name));
  expect(originalToolName(upstreamToolName(name), ['other', name])).toBe(name);
});

test('names that differ only in what is cut stay apart', () => {
  expect(upstreamToolName('a.b')).not.toBe(upstreamToolName('a:b'));
});

test('a name that is offered is itself, even where another one is cut to it', () => {
  const cut = upstreamToolName('a.b');
  expect(originalToolName(cut, ['a.b', cut])).toBe(cut);
  expect(originalToolName('unknown', ['a.b'])).toBe('unknown');
});
