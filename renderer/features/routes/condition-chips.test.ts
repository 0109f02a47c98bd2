import { expect, test } from 'vitest';
import { conditionChips, rangeText } from './condition-chips.ts';

test('conditions in order, with negation where it belongs', () => {
  expect(
    conditionChips({
      kind: ['background', 'title'],
      inputTokens: { min: 60_000 },
      tools: { has: ['WebSearch'], max: 20 },
      thinking: false,
      not: { images: true },
    }),
  ).toEqual([
    { key: 'kind', values: ['background', 'title'], negated: false },
    { key: 'inputTokens', min: 60_000, max: null, negated: false },
    { key: 'thinking', negated: true },
    { key: 'toolNames', values: ['WebSearch'], negated: false },
    { key: 'tools', min: null, max: 20, negated: false },
    { key: 'images', negated: true },
  ]);
});

test('"not both" stays together; splitting it would say "neither"', () => {
  expect(conditionChips({ not: { images: true, stream: true } })).toEqual([
    {
      key: 'group',
      negated: true,
      chips: [
        { key: 'images', negated: false },
        { key: 'stream', negated: false },
      ],
    },
  ]);
});

test('a double negation is none', () => {
  expect(conditionChips({ not: { not: { tier: ['opus'] } } })).toEqual([
    { key: 'tier', values: ['opus'], negated: false },
  ]);
  expect(conditionChips({ not: { images: false } })).toEqual([{ key: 'images', negated: false }]);
});

test('ranges', () => {
  const write = String;
  expect([
    rangeText(60, null, write),
    rangeText(null, 20, write),
    rangeText(1, 9, write),
    rangeText(4, 4, write),
  ]).toEqual(['≥ 60', '≤ 20', '1–9', '4']);
});
