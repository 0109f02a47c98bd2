import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../shared/domain/rule.ts';
import { ruleSchema } from '../../../shared/domain/rule.ts';
import { emptyField, emptyTarget, formOf, newForm, readForm } from './rule-form.ts';

const rule = (changes: Partial<Rule>): Rule => ({
  id: 'r',
  name: 'R',
  enabled: true,
  when: {},
  then: { native: true },
  ...changes,
});

describe('a rule goes through the form unchanged', () => {
  test.each<[string, Rule]>([
    ['empty', rule({})],
    [
      'every key',
      rule({
        when: {
          kind: ['main', 'plan'],
          model: ['claude-*'],
          tier: ['opus'],
          inputTokens: { min: 1, max: 9 },
          thinking: false,
          effort: ['high'],
          tools: { has: ['Web*'], max: 20 },
          images: true,
          stream: true,
          project: ['~/a/**', '~/b'],
          client: ['codex'],
          time: { from: '22:00', to: '07:00' },
          tag: false,
        },
      }),
    ],
    ['one negated list', rule({ when: { tier: ['opus'], not: { kind: ['title'] } } })],
    ['kind wanted and kind excluded', rule({ when: { kind: ['main'], not: { kind: ['image'] } } })],
    ['a "not both" that has no row', rule({ when: { not: { kind: ['title'], tier: ['haiku'] } } })],
    [
      'a chain with what the dialog does not edit',
      rule({
        enabled: false,
        then: {
          strategy: 'weighted',
          targets: [
            { provider: 'a', model: 'm', weight: 70, timeouts: { idleMs: 5 } },
            { provider: 'b', model: 'n', maxOutputTokens: 16_000, effort: 'low' },
          ],
        },
      }),
    ],
    ['refuse', rule({ then: { refuse: 'No.' } })],
  ])('%s', (_, original) => {
    const read = readForm(formOf(original));
    expect(read).toEqual({ ok: true, rule: original });
    expect(ruleSchema.safeParse(original).success).toBe(true);
  });
  test('a negated flag becomes its own value', () => {
    expect(readForm(formOf(rule({ when: { not: { images: true } } })))).toEqual({
      ok: true,
      rule: rule({ when: { images: false } }),
    });
  });
});

describe('what is wrong is said all at once', () => {
  test('an empty form', () => {
    expect(readForm(newForm('x'))).toEqual({
      ok: false,
      problems: {
        name: 'errorName',
        'target.0.provider': 'errorProvider',
        'target.0.model': 'errorModel',
      },
    });
  });
  test('conditions and numbers', () => {
    const form = {
      ...newForm('x'),
      name: 'X',
      strategy: 'weighted' as const,
      conditions: [
        emptyField('kind'),
        { ...emptyField('inputTokens'), from: '9', to: '1' },
        { ...emptyField('time'), from: '25:00', to: '07:00' },
        { ...emptyField('model'), words: ' , ' },
        { ...emptyField('project'), words: '~/a', negated: true },
        { ...emptyField('effort'), words: 'high', negated: true },
      ],
      targets: [{ ...emptyTarget('a', 'm'), maxOutputTokens: '-1', weight: 'x' }],
    };
    expect(readForm(form)).toEqual({
      ok: false,
      problems: {
        'condition.0': 'errorValues',
        'condition.1': 'errorRange',
        'condition.2': 'errorTime',
        'condition.3': 'errorValues',
        'condition.5': 'errorOneNot',
        'target.0.maxOutputTokens': 'errorNumber',
        'target.0.weight': 'errorNumber',
      },
    });
  });
});
