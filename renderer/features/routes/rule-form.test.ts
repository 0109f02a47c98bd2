import { describe, expect, test } from 'vitest';
import type { Condition, Rule } from '../../../shared/domain/rule.ts';
import { requestKinds, ruleSchema } from '../../../shared/domain/rule.ts';
import { emptyField, emptyGroup } from './condition-form.ts';
import { formOf, newForm, readForm } from './rule-form.ts';
import { emptyTarget } from './target-form.ts';

const rule = (changes: Partial<Rule>): Rule => ({
  id: 'r',
  name: 'R',
  enabled: true,
  when: {},
  then: { native: true },
  ...changes,
});

/** Every key of `when` (config.md 1) with values of every shape that the schema takes. */
const everyKey: Readonly<Record<Exclude<keyof Condition, 'not'>, readonly Condition[]>> = {
  kind: [{ kind: ['title'] }, { kind: [...requestKinds] }],
  model: [{ model: ['claude-*'] }, { model: ['glm-5.2', 'a/b,c', ' spaced ', 'with "quotes"'] }],
  tier: [{ tier: ['opus'] }, { tier: ['fable', 'sonnet', 'haiku', 'other'] }],
  inputTokens: [
    { inputTokens: { min: 60_000 } },
    { inputTokens: { max: 0 } },
    { inputTokens: { min: 1, max: 9 } },
  ],
  thinking: [{ thinking: true }, { thinking: false }],
  effort: [{ effort: ['high', 'max'] }],
  tools: [
    { tools: { has: ['WebSearch', 'mcp__*'] } },
    { tools: { min: 1 } },
    { tools: { max: 20 } },
    { tools: { has: ['Bash'], min: 2, max: 20 } },
  ],
  images: [{ images: true }, { images: false }],
  stream: [{ stream: true }, { stream: false }],
  project: [{ project: ['~/a/**', 'C:\\work\\', '/srv/a, b/*'] }],
  client: [{ client: ['claude-code'] }, { client: ['codex', 'other'] }],
  time: [{ time: { from: '22:00', to: '07:00' } }],
  tag: [{ tag: true }, { tag: false }],
};

const conditions: readonly Condition[] = [
  {},
  ...Object.values(everyKey).flatMap((shapes) => [
    ...shapes,
    ...shapes.map((not) => ({ not })),
    ...shapes.map((shape) => ({ not: { ...shape, not: { tier: ['haiku' as const] } } })),
    ...shapes.map((shape) => ({ kind: ['main' as const], not: { ...shape, not: shape } })),
    ...shapes.map((shape) => ({ stream: true, not: { project: ['~/x'], ...shape } })),
    ...shapes.map((shape) => ({ not: { not: { not: shape } } })),
  ]),
  Object.assign({}, ...Object.values(everyKey).map(([first]) => first)) as Condition,
  { not: Object.assign({}, ...Object.values(everyKey).map((all) => all.at(-1))) as Condition },
];

test.each(conditions.map((when) => [JSON.stringify(when), when] as const))(
  '%s goes through the form unchanged',
  (_, when) => {
    const original = ruleSchema.parse(rule({ when }));
    const read = readForm(formOf(original));
    // Drafts are compared by their JSON: the order of keys counts.
    expect(JSON.stringify(read)).toBe(JSON.stringify({ ok: true, rule: original }));
  },
);

test.each<[string, Rule['then']]>([
  ['native', { native: true }],
  ['refuse', { refuse: 'No.' }],
  [
    'every field of a target',
    {
      strategy: 'weighted',
      targets: [
        {
          provider: 'a',
          model: 'm',
          maxOutputTokens: 16_000,
          thinking: 'off',
          effort: 'low',
          weight: 0.5,
          timeouts: { connectMs: 5, firstByteMs: 600_000, idleMs: 1_500 },
        },
        { provider: 'b', model: '*', thinking: 'on', timeouts: { idleMs: 5 } },
      ],
    },
  ],
  [
    'a share beside another strategy',
    { strategy: 'failover', targets: [{ provider: 'a', model: 'm', weight: 3 }] },
  ],
])('%s goes through the form unchanged', (_, then) => {
  const original = ruleSchema.parse(rule({ enabled: false, then }));
  const read = readForm(formOf(original));
  expect(JSON.stringify(read)).toBe(JSON.stringify({ ok: true, rule: original }));
});

describe('an exception is edited like the rest', () => {
  test('a row of it changes, a row is added', () => {
    const form = formOf(rule({ when: { not: { kind: ['title'], tier: ['haiku'] } } }));
    const [kind] = form.except?.conditions ?? [];
    const read = readForm({
      ...form,
      except: {
        conditions: [
          { ...kind!, chosen: ['main', 'plan'] },
          { ...emptyField('images'), negated: true },
        ],
        except: null,
      },
    });
    expect(read).toEqual({
      ok: true,
      rule: rule({ when: { not: { kind: ['main', 'plan'], images: false } } }),
    });
  });
  test('a flag of a not that is turned round, and one that must make room for a list', () => {
    const form = formOf(rule({ when: { not: { images: true } } }));
    const [images] = form.conditions;
    expect(images).toMatchObject({ key: 'images', negated: true });
    expect(readForm({ ...form, conditions: [{ ...images!, negated: false }] })).toEqual({
      ok: true,
      rule: rule({ when: { not: { images: false } } }),
    });
    const list = { ...emptyField('effort'), words: 'high', negated: true };
    expect(readForm({ ...form, conditions: [images!, list] })).toEqual({
      ok: true,
      rule: rule({ when: { images: false, not: { effort: ['high'] } } }),
    });
  });
  test('what would match nothing or everything by an empty range or exception is said, not dropped', () => {
    const problemsOf = (when: Condition): unknown => {
      const read = readForm(formOf(rule({ when })));
      return read.ok ? read.rule : read.problems;
    };
    expect(problemsOf({ not: {} })).toEqual({ except: 'errorExcept' });
    expect(problemsOf({ not: { inputTokens: {} } })).toEqual({ 'condition.0': 'errorRange' });
    expect(problemsOf({ not: { tier: ['opus'], tools: {} } })).toEqual({
      'except.condition.1': 'errorRange',
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
      except: emptyGroup,
      targets: [
        {
          ...emptyTarget('a', 'm'),
          maxOutputTokens: '-1',
          weight: 'x',
          timeouts: { connectMs: '0', firstByteMs: 'soon', idleMs: '1.5' },
        },
      ],
    };
    expect(readForm(form)).toEqual({
      ok: false,
      problems: {
        'condition.0': 'errorValues',
        'condition.1': 'errorRange',
        'condition.2': 'errorTime',
        'condition.3': 'errorValues',
        'condition.4': 'errorOneNot',
        'condition.5': 'errorOneNot',
        except: 'errorExcept',
        'target.0.maxOutputTokens': 'errorNumber',
        'target.0.weight': 'errorPositive',
        'target.0.connectMs': 'errorPositive',
        'target.0.firstByteMs': 'errorPositive',
      },
    });
  });
});
