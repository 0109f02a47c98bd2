import { describe, expect, test } from 'vitest';
import { modelTiers, profileSchema } from './rule.ts';
import type { Condition, Profile } from './rule.ts';
import type { RequestFacts } from './request-facts.ts';
import { matchCondition } from './rule-match.ts';
import { unreachableRules } from './rule-reach.ts';
import { findExplicitModel, route } from './route.ts';

const facts: RequestFacts = {
  kinds: ['main', 'thinking'],
  model: 'claude-opus-5-5',
  tier: 'opus',
  inputTokens: 1840,
  thinking: true,
  effort: 'medium',
  toolNames: ['Bash', 'Read'],
  images: false,
  stream: true,
  project: '/home/dev/shop',
  client: 'claude-code',
  sessionId: null,
  tag: null,
  minuteOfDay: 23 * 60,
};

describe('each condition, both ways, with its sentence', () => {
  test.each<[Condition, boolean, string]>([
    [{}, true, 'no conditions: takes every request'],
    [{ kind: ['background'] }, false, 'kind is main, thinking, wants background'],
    [{ kind: ['plan', 'thinking'] }, true, 'kind is main, thinking, wants plan or thinking'],
    [{ model: ['CLAUDE-*'] }, true, 'model is claude-opus-5-5, wants CLAUDE-*'],
    [{ tier: ['haiku'] }, false, 'tier is opus, wants haiku'],
    [{ inputTokens: { min: 60_000 } }, false, '1,840 tokens, wants 60,000 or more'],
    [{ inputTokens: { max: 2000 } }, true, '1,840 tokens, wants 2,000 or fewer'],
    [{ inputTokens: { min: 1, max: 1_000_000 } }, true, '1,840 tokens, wants 1 to 1,000,000'],
    [{ thinking: false }, false, 'thinking is on, wants off'],
    [{ effort: ['high'] }, false, 'effort is medium, wants high'],
    [
      { tools: { has: ['WebFetch', 'mcp__*'] } },
      false,
      'offers none of the tools WebFetch, mcp__*',
    ],
    [{ tools: { has: ['Bash'], min: 3 } }, false, 'offers 2 tools, wants 3 or more'],
    [{ tools: { max: 2 } }, true, 'offers 2 tools'],
    [{ images: true }, false, 'has no images or documents, wants some'],
    [{ stream: true }, true, 'streaming is on, wants on'],
    [{ project: ['~/shop'] }, true, 'project is /home/dev/shop, wants ~/shop'],
    [{ project: ['/home/dev/shop/*'] }, false, 'project is /home/dev/shop, wants /home/dev/shop/*'],
    [{ client: ['codex'] }, false, 'client is claude-code, wants codex'],
    [{ time: { from: '22:00', to: '07:00' } }, true, 'it is 23:00, wants 22:00 to 07:00'],
    [{ time: { from: '07:00', to: '22:00' } }, false, 'it is 23:00, wants 07:00 to 22:00'],
    [{ time: { from: '08:00', to: '08:00' } }, true, 'it is 23:00, wants 08:00 to 08:00'],
    [{ tag: true }, false, 'has no subagent tag, wants one'],
    [{ not: { tier: ['opus'] } }, false, 'excluded: tier is opus, wants opus'],
    [{ not: { tier: ['haiku'] } }, true, 'not excluded: tier is opus, wants haiku'],
  ])('%j', (when, holds, because) => {
    expect(matchCondition(when, facts)).toMatchObject({ holds, because });
  });

  test('over midnight: the start is inside, the end is not', () => {
    const when: Condition = { time: { from: '22:00', to: '07:00' } };
    const at = (minuteOfDay: number): boolean =>
      matchCondition(when, { ...facts, minuteOfDay }).holds;
    expect([at(1320), at(0), at(419), at(420), at(1319)]).toEqual([true, true, true, false, false]);
  });

  test('a folder of Windows matches with either slash', () => {
    const project = 'C:\\Users\\dev\\shop\\';
    expect(matchCondition({ project: ['~/shop'] }, { ...facts, project }).holds).toBe(true);
    expect(matchCondition({ project: ['C:/Users/*/shop'] }, { ...facts, project }).holds).toBe(
      true,
    );
  });
});

const profile = profileSchema.parse({
  id: 'p',
  rules: [
    {
      id: 'long',
      when: { inputTokens: { min: 60_000 } },
      then: { targets: [{ provider: 'minimax', model: 'M' }] },
    },
    { id: 'paused', enabled: false, when: {}, then: { refuse: 'never' } },
    { id: 'haiku', when: { tier: ['haiku'] }, then: { refuse: 'no haiku here' } },
    { id: 'rest', when: {}, then: { native: true } },
  ],
});
const providers = [{ id: 'minimax' }, { id: 'openrouter' }];

describe('route', () => {
  test('takes the first rule that holds and says why each earlier one did not', () => {
    expect(route(facts, profile, providers)).toMatchObject({
      rule: 'rest',
      kind: 'native',
      trace: [
        { rule: 'long', matched: false, because: '1,840 tokens, wants 60,000 or more' },
        { rule: 'paused', matched: false, because: 'the rule is switched off' },
        { rule: 'haiku', matched: false, because: 'tier is opus, wants haiku' },
        { rule: 'rest', matched: true, because: 'no conditions: takes every request' },
      ],
    });
  });

  test('gives targets with the strategy, and a refusal with its words', () => {
    const long = route({ ...facts, inputTokens: 70_000 }, profile, providers);
    expect(long).toMatchObject({ kind: 'targets', strategy: 'failover', rule: 'long' });
    const haiku = route({ ...facts, tier: 'haiku' }, profile, providers);
    expect(haiku).toMatchObject({ kind: 'refuse', message: 'no haiku here', rule: 'haiku' });
  });

  test('is native when no rule holds', () => {
    expect(route(facts, { rules: [] }, providers)).toEqual({
      rule: null,
      kind: 'native',
      trace: [],
    });
  });

  test('a model named with its provider wins over rules and tag', () => {
    const tag = { provider: 'minimax', model: 'M' };
    const model = 'openrouter,deepseek/deepseek-r1:free';
    expect(route({ ...facts, model, tag }, profile, providers)).toMatchObject({
      rule: null,
      kind: 'targets',
      strategy: 'failover',
      targets: [{ provider: 'openrouter', model: 'deepseek/deepseek-r1:free' }],
      trace: [
        {
          rule: 'explicit model',
          matched: true,
          because: 'the client asked for deepseek/deepseek-r1:free at openrouter by name',
        },
      ],
    });
  });

  test('a tag wins over rules, and is passed by with a reason when its provider is unknown', () => {
    const known = route({ ...facts, tag: { provider: 'minimax', model: 'M' } }, profile, providers);
    expect(known).toMatchObject({
      kind: 'targets',
      targets: [{ provider: 'minimax', model: 'M' }],
    });
    const unknown = route({ ...facts, tag: { provider: 'x', model: 'M' } }, profile, providers);
    expect(unknown).toMatchObject({
      rule: 'rest',
      trace: [{ rule: 'subagent tag', matched: false }, {}, {}, {}, {}],
    });
  });

  test.each([
    ['minimax,M-2', { provider: 'minimax', model: 'M-2' }],
    ['MiniMax, M-2', { provider: 'minimax', model: 'M-2' }],
    ['openrouter/anthropic/claude', { provider: 'openrouter', model: 'anthropic/claude' }],
    ['openrouter,anthropic/claude', { provider: 'openrouter', model: 'anthropic/claude' }],
    ['other/openrouter,x', null],
    ['minimax,', null],
    [',M', null],
    ['claude-opus-5-5', null],
    ['', null],
  ])('explicit model %j', (model, expected) => {
    expect(findExplicitModel(model, providers)).toEqual(expected);
  });
});

describe('unreachableRules', () => {
  const rules = (...whens: (Condition | null)[]): Pick<Profile, 'rules'> => ({
    rules: whens.map((when, index) => ({
      id: `r${index}`,
      enabled: when !== null,
      when: when ?? {},
      then: { native: true },
    })),
  });
  test.each<[string, (Condition | null)[], { rule: string; index: number; by: string | null }[]]>([
    [
      'a catch-all shadows what follows',
      [{}, { tier: ['opus'] }],
      [{ rule: 'r1', index: 1, by: 'r0' }],
    ],
    ['a rule that is off shadows nothing', [null, { tier: ['opus'] }], []],
    [
      'equal conditions',
      [{ tier: ['opus'] }, { tier: ['opus'] }],
      [{ rule: 'r1', index: 1, by: 'r0' }],
    ],
    [
      'wider list',
      [{ tier: ['opus', 'haiku'] }, { tier: ['haiku'], stream: true }],
      [{ rule: 'r1', index: 1, by: 'r0' }],
    ],
    ['narrower list', [{ tier: ['opus'] }, { tier: ['opus', 'haiku'] }], []],
    [
      'all tiers is no condition',
      [{ tier: [...modelTiers] }, {}],
      [{ rule: 'r1', index: 1, by: 'r0' }],
    ],
    [
      'wider range',
      [{ inputTokens: { min: 10 } }, { inputTokens: { min: 20, max: 30 } }],
      [{ rule: 'r1', index: 1, by: 'r0' }],
    ],
    [
      'time inside a night',
      [{ time: { from: '22:00', to: '07:00' } }, { time: { from: '23:00', to: '02:00' } }],
      [{ rule: 'r1', index: 1, by: 'r0' }],
    ],
    [
      'exclusion of more',
      [{ not: { tier: ['opus'] } }, { not: { tier: ['opus', 'haiku'] } }],
      [{ rule: 'r1', index: 1, by: 'r0' }],
    ],
    [
      'a rule that excludes itself',
      [{ tier: ['opus'], not: { tier: ['opus', 'haiku'] } }],
      [{ rule: 'r0', index: 0, by: null }],
    ],
  ])('%s', (_name, whens, expected) => {
    expect(unreachableRules(rules(...whens))).toEqual(expected);
  });
});
