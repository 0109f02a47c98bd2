import { expect, test } from 'vitest';
import type { Rule } from '../../../shared/domain/rule.ts';
import { exampleRequest, explain, factsOf } from './described-request.ts';

const rule = (id: string, when: Rule['when'], enabled = true): Rule => ({
  id,
  enabled,
  when,
  then: { native: true },
});
const noon = new Date(2026, 10, 21, 12, 30);

test('facts as the gateway would read them', () => {
  const facts = factsOf(
    {
      ...exampleRequest,
      kind: 'thinking',
      model: ' claude-opus-4-8 ',
      tokens: '71,300',
      tools: '2',
      project: '~/src/atlas',
      images: true,
    },
    noon,
  );
  expect(facts).toMatchObject({
    kinds: ['main', 'thinking', 'image'],
    model: 'claude-opus-4-8',
    tier: 'opus',
    inputTokens: 71_300,
    thinking: true,
    toolNames: ['Tool1', 'Tool2'],
    images: true,
    project: '~/src/atlas',
    minuteOfDay: 750,
  });
});

test('the first match takes it; what comes after is not asked', () => {
  const rules = [
    rule('off', {}, false),
    rule('long', { inputTokens: { min: 60_000 } }),
    rule('bg', { kind: ['background'] }),
    rule('rest', {}),
    rule('late', {}, false),
  ];
  expect(
    explain(rules, factsOf(exampleRequest, noon)).map(({ place, verdict }) => [place, verdict]),
  ).toEqual([
    [1, 'off'],
    [2, 'no-match'],
    [3, 'taken'],
    [4, 'not-asked'],
    [5, 'off-after'],
  ]);
});
