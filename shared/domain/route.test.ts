import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientNames, modelTiers, profileSchema, requestKinds } from './rule.ts';
import type { Condition, Profile, Rule } from './rule.ts';
import type { RequestFacts } from './request-facts.ts';
import { explainRules, matchCondition } from './rule-match.ts';
import { covers, unreachableRules } from './rule-reach.ts';
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

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const models = ['claude-opus-5-5', 'claude-haiku-5-5', 'gpt-5', ''] as const;
const globs = ['*', 'claude-*', '*haiku*', 'gpt-?', 'CLAUDE-OPUS-5-5'] as const;
const folders = [
  '/home/dev/shop',
  '/home/dev/shop/api',
  '/root/x',
  'C:\\Users\\dev\\shop',
] as const;
const folderGlobs = ['~/shop', '~/*', '/home/dev/*', '*', '/root/x'] as const;
const tools = ['Bash', 'Read', 'mcp__db__query'] as const;
const clocks = ['00:00', '07:00', '12:30', '22:00'] as const;
const range = fc
  .tuple(fc.option(fc.integer({ min: 0, max: 4 })), fc.option(fc.integer({ min: 0, max: 4 })))
  .map(([a, b]) => {
    const [min, max] = a !== null && b !== null && a > b ? [b, a] : [a, b];
    return { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
  });

const condition: fc.Arbitrary<Condition> = fc.letrec<{ when: Condition }>((tie) => ({
  when: fc.record(
    {
      kind: some(requestKinds.slice(0, 4)),
      model: some(globs),
      tier: some(modelTiers),
      inputTokens: range,
      thinking: fc.boolean(),
      effort: some(['low', 'high']),
      tools: fc
        .tuple(range, fc.option(some(['Bash', 'mcp__*', '*'])))
        .map(([limits, has]) => (has === null ? limits : { ...limits, has })),
      images: fc.boolean(),
      stream: fc.boolean(),
      project: some(folderGlobs),
      client: some(clientNames),
      time: fc.record({ from: fc.constantFrom(...clocks), to: fc.constantFrom(...clocks) }),
      tag: fc.boolean(),
      not: fc.oneof({ maxDepth: 2 }, fc.constant<Condition>({ tier: ['opus'] }), tie('when')),
    },
    { requiredKeys: [] },
  ),
})).when;

/** Few keys at a time, so that conditions meet and hold often. */
const sparse = fc
  .tuple(condition, fc.array(fc.nat({ max: 13 }), { maxLength: 2 }))
  .map(([when, keep]) => {
    const keys = Object.keys(when) as (keyof Condition)[];
    return Object.fromEntries(
      keep.flatMap((at) => (keys[at] === undefined ? [] : [[keys[at], when[keys[at]]]])),
    );
  });

const someFacts: fc.Arbitrary<RequestFacts> = fc.record({
  kinds: some(requestKinds.slice(0, 5)),
  model: fc.constantFrom(...models),
  tier: fc.constantFrom(...modelTiers),
  inputTokens: fc.integer({ min: 0, max: 5 }),
  thinking: fc.boolean(),
  effort: fc.constantFrom('low', 'high', null),
  toolNames: fc.subarray([...tools]),
  images: fc.boolean(),
  stream: fc.boolean(),
  project: fc.constantFrom(...folders, null),
  client: fc.constantFrom(...clientNames),
  sessionId: fc.constant(null),
  tag: fc.constantFrom(null, { provider: 'minimax', model: 'M' }, { provider: 'x', model: 'M' }),
  minuteOfDay: fc.integer({ min: 0, max: 1439 }),
});

const someRules: fc.Arbitrary<Rule[]> = fc
  .array(fc.tuple(sparse, fc.boolean(), fc.nat({ max: 2 })), { maxLength: 6 })
  .map((drafts) =>
    drafts.map(([when, enabled, action], index) => ({
      id: `r${index}`,
      enabled,
      when,
      then: [
        { native: true as const },
        { refuse: 'no' },
        { strategy: 'failover' as const, targets: [{ provider: 'minimax', model: 'M' }] },
      ][action]!,
    })),
  );

describe('properties', () => {
  test('route is total, deterministic and the first enabled match, as a naive reading gives it', () => {
    fc.assert(
      fc.property(someFacts, someRules, (given, rules) => {
        const plan = route(given, { rules }, providers);
        expect(route(structuredClone(given), structuredClone({ rules }), providers)).toEqual(plan);
        if (given.tag?.provider === 'minimax') {
          expect(plan).toMatchObject({ rule: null, kind: 'targets' });
          return;
        }
        const expected = rules.find((rule) => rule.enabled && naive(rule.when, given));
        expect(plan.rule).toBe(expected?.id ?? null);
        expect(plan.trace.filter(({ matched }) => matched)).toHaveLength(expected ? 1 : 0);
        const first = explainRules(rules, given).find(({ matched }) => matched);
        expect(first?.rule ?? null).toBe(plan.rule);
      }),
      { numRuns: 1500 },
    );
  });

  test('covers is sound: what the narrow one takes, the wide one takes', () => {
    fc.assert(
      fc.property(sparse, sparse, fc.array(someFacts, { maxLength: 20 }), (wide, narrow, all) => {
        if (!covers(wide, narrow)) return true;
        return all.every((given) => !naive(narrow, given) || naive(wide, given));
      }),
      { numRuns: 4000 },
    );
  });

  test('a rule called unreachable is never taken', () => {
    fc.assert(
      fc.property(someRules, fc.array(someFacts, { maxLength: 20 }), (rules, all) => {
        const dead = new Set(unreachableRules({ rules }).map(({ rule }) => rule));
        return all.every(
          (given) => !dead.has(route({ ...given, tag: null }, { rules }, providers).rule ?? ''),
        );
      }),
      { numRuns: 2000 },
    );
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

/** The rules of config.md read word by word, without sentences or shared helpers. */
function naive(when: Condition, given: RequestFacts): boolean {
  const glob = (pattern: string, text: string, flags: string): boolean => {
    const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^]*');
    return new RegExp(`^${source.replaceAll('?', '[^]')}$`, flags).test(text);
  };
  const within = (value: number, limits: { min?: number | undefined; max?: number | undefined }) =>
    !(value < (limits.min ?? value)) && !(value > (limits.max ?? value));
  const folder = (pattern: string): boolean => {
    if (given.project === null) return false;
    const path = given.project.replaceAll('\\', '/');
    if (!pattern.startsWith('~')) return glob(pattern, path, '');
    const homes = ['/home/dev', '/root', 'C:/Users/dev'];
    return homes.some((home) => path.startsWith(home) && glob(home + pattern.slice(1), path, ''));
  };
  const minutes = (text: string): number => {
    const [hours, rest] = text.split(':').map(Number);
    return (hours ?? 0) * 60 + (rest ?? 0);
  };
  const inTime = (from: number, to: number, now: number): boolean =>
    from === to || (from < to ? from <= now && now < to : !(to <= now && now < from));
  const unless = <T>(wanted: T | undefined, holds: (wanted: T) => boolean): boolean =>
    wanted === undefined ? true : holds(wanted);
  return [
    unless(when.kind, (kinds) => given.kinds.some((kind) => kinds.includes(kind))),
    unless(when.model, (all) => all.some((pattern) => glob(pattern, given.model, 'i'))),
    unless(when.tier, (tiers) => tiers.includes(given.tier)),
    unless(when.inputTokens, (limits) => within(given.inputTokens, limits)),
    unless(when.thinking, (wanted) => wanted === given.thinking),
    unless(when.effort, (wanted) => wanted.includes(given.effort ?? '(none)')),
    unless(when.tools, (limits) => within(given.toolNames.length, limits)),
    unless(when.tools?.has, (all) =>
      all.some((pattern) => given.toolNames.some((name) => glob(pattern, name, ''))),
    ),
    unless(when.images, (wanted) => wanted === given.images),
    unless(when.stream, (wanted) => wanted === given.stream),
    unless(when.project, (all) => all.some(folder)),
    unless(when.client, (clients) => clients.includes(given.client)),
    unless(when.time, ({ from, to }) => inTime(minutes(from), minutes(to), given.minuteOfDay)),
    unless(when.tag, (wanted) => wanted === (given.tag !== null)),
    unless(when.not, (inner) => !naive(inner, given)),
  ].every(Boolean);
}
