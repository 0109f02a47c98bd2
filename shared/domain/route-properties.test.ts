import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byCode, type CountedRange, type MatchReason, type ReasonTable } from './match-reason.ts';
import type { RequestFacts } from './request-facts.ts';
import { route } from './route.ts';
import { explainRules } from './rule-match.ts';
import { covers, unreachableRules } from './rule-reach.ts';
import {
  clientNames,
  modelTiers,
  requestKinds,
  type Action,
  type Condition,
  type Rule,
} from './rule.ts';

const providers = [{ id: 'minimax' }, { id: 'openrouter' }];

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
/** Models that name their provider, and what they stand for. */
const named: Readonly<Record<string, { provider: string; model: string } | null>> = {
  'minimax,M': { provider: 'minimax', model: 'M' },
  'MiniMax/M:free': { provider: 'minimax', model: 'M:free' },
  'openrouter/vendor/model': { provider: 'openrouter', model: 'vendor/model' },
  'unknown,M': null,
};
const models = ['claude-opus-5-5', 'claude-haiku-5-5', 'gpt-5', '', ...Object.keys(named)];
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

function kindOf(then: Action): 'native' | 'refuse' | 'targets' {
  if ('native' in then) return 'native';
  return 'refuse' in then ? 'refuse' : 'targets';
}

/** Ten thousand of each; a busy machine takes its time for them. */
describe('properties', { timeout: 120_000 }, () => {
  test('route is total, deterministic and the first enabled match, as a naive reading gives it', () => {
    fc.assert(
      fc.property(someFacts, someRules, (given, rules) => {
        const plan = route(given, { rules }, providers);
        expect(route(structuredClone(given), structuredClone({ rules }), providers)).toEqual(plan);
        const direct = named[given.model] ?? (given.tag?.provider === 'minimax' ? given.tag : null);
        if (direct !== null) {
          expect(plan).toMatchObject({ rule: null, kind: 'targets', targets: [direct] });
          return;
        }
        const expected = rules.find((rule) => rule.enabled && naive(rule.when, given));
        expect(plan.rule).toBe(expected?.id ?? null);
        expect(plan.kind).toBe(expected === undefined ? 'native' : kindOf(expected.then));
        expect(plan.trace.filter(({ matched }) => matched)).toHaveLength(expected ? 1 : 0);
        const first = explainRules(rules, given).find(({ matched }) => matched);
        expect(first?.rule ?? null).toBe(plan.rule);
      }),
      { numRuns: 10_000 },
    );
  });

  test('covers is sound: what the narrow one takes, the wide one takes', () => {
    fc.assert(
      fc.property(sparse, sparse, fc.array(someFacts, { maxLength: 20 }), (wide, narrow, all) => {
        if (!covers(wide, narrow)) return true;
        return all.every((given) => !naive(narrow, given) || naive(wide, given));
      }),
      { numRuns: 10_000 },
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
      { numRuns: 10_000 },
    );
  });

  test('a trace names every rule up to the one that is taken, and each reason is true by its own values', () => {
    fc.assert(
      fc.property(someFacts, someRules, (given, rules) => {
        const facts = { ...given, model: 'gpt-5', tag: null };
        const { trace, rule: taken } = route(facts, { rules }, providers);
        const end = rules.findIndex(({ id }) => id === taken);
        const looked = end < 0 ? rules : rules.slice(0, end + 1);
        expect(trace.map(({ rule }) => rule)).toEqual(looked.map(({ id }) => id));
        for (const [index, { matched, reason }] of trace.entries()) {
          const { enabled, when } = looked[index]!;
          expect(reason?.code === 'off').toBe(!enabled);
          if (!enabled || reason === undefined) continue;
          expect(isTrue(reason, facts)).toBe(true);
          expect(says(reason)).toBe(matched);
          expect(codes(reason).length).toBe(matched ? Math.max(1, keysIn(when)) : 1);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

/** How many things a condition asks for, by its own keys; the members of `tools` are told in one reason. */
function keysIn(when: Condition): number {
  return Object.values(when).filter((wanted) => wanted !== undefined).length;
}

function codes(reason: MatchReason): readonly MatchReason['code'][] {
  return reason.code === 'all' ? reason.values.of.map(({ code }) => code) : [reason.code];
}

const no = (): boolean => false;
const yes = (): boolean => true;
/** Reasons that are not about a rule. */
const notOfRules = {
  off: no,
  'explicit-model': no,
  replayed: no,
  tagged: no,
  'tagged-unknown': no,
  'tokens-counted': no,
  'tokens-not-counted': no,
  'target-skipped': no,
  'conversation-kept': no,
  'conversation-moved': no,
};

/** What a reason tells of the request is so. */
function isTrue(reason: MatchReason, facts: RequestFacts): boolean {
  const two = (value: number): string => `0${String(value)}`.slice(-2);
  const offersOf = (wants: readonly string[]): boolean =>
    wants.some((pattern) => facts.toolNames.some((name) => glob(pattern, name, '')));
  const { minuteOfDay: now } = facts;
  const table: ReasonTable<boolean> = {
    ...notOfRules,
    kind: ({ is }) => is.join() === facts.kinds.join(),
    model: ({ is }) => is === facts.model,
    tier: ({ is }) => is === facts.tier,
    tokens: ({ is }) => is === facts.inputTokens,
    thinking: ({ is }) => is === facts.thinking,
    effort: ({ is }) => is === facts.effort,
    'tools-missing': ({ wants }) => !offersOf(wants),
    'tools-offered': ({ wants }) => offersOf(wants),
    'tool-count': ({ is }) => is === facts.toolNames.length,
    'tool-range': ({ is }) => is === facts.toolNames.length,
    images: ({ is }) => is === facts.images,
    stream: ({ is }) => is === facts.stream,
    project: ({ is }) => is === facts.project,
    client: ({ is }) => is === facts.client,
    time: ({ is }) => is === `${two(Math.floor(now / 60))}:${two(now % 60)}`,
    tag: ({ is }) => is === (facts.tag !== null),
    not: ({ inner, excluded }) => isTrue(inner, facts) && excluded === says(inner),
    all: ({ of }) => of.every((each) => isTrue(each, facts)),
    always: yes,
  };
  return byCode(table, reason);
}

/** Whether a reason, by its own values alone, speaks for the rule. */
function says(reason: MatchReason): boolean {
  const within = ({ is, min, max }: CountedRange): boolean =>
    (min === null || min <= is) && (max === null || is <= max);
  const same = ({ is, wants }: { readonly is: boolean; readonly wants: boolean }): boolean =>
    is === wants;
  const table: ReasonTable<boolean> = {
    ...notOfRules,
    kind: ({ is, wants }) => wants.some((kind) => is.includes(kind)),
    model: ({ is, wants }) => wants.some((pattern) => glob(pattern, is, 'i')),
    tier: ({ is, wants }) => wants.includes(is),
    tokens: within,
    thinking: same,
    effort: ({ is, wants }) => is !== null && wants.includes(is),
    'tools-missing': no,
    'tools-offered': yes,
    'tool-count': yes,
    'tool-range': within,
    images: same,
    stream: same,
    project: ({ is, wants }) => naive({ project: [...wants] }, { ...anyFacts, project: is }),
    client: ({ is, wants }) => wants.includes(is),
    // Times of one length compare as text.
    time: ({ is, from, to }) =>
      from === to || (from < to ? from <= is && is < to : from <= is || is < to),
    tag: same,
    not: ({ excluded }) => !excluded,
    all: ({ of }) => of.every(says),
    always: yes,
  };
  return byCode(table, reason);
}

const anyFacts: RequestFacts = {
  kinds: ['main'],
  model: '',
  tier: 'other',
  inputTokens: 0,
  thinking: false,
  effort: null,
  toolNames: [],
  images: false,
  stream: false,
  project: null,
  client: 'other',
  sessionId: null,
  tag: null,
  minuteOfDay: 0,
};

/** A glob as an expression: `*` is any text, `?` one character. */
function glob(pattern: string, text: string, flags: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^]*');
  return new RegExp(`^${source.replaceAll('?', '[^]')}$`, flags).test(text);
}

/** The rules of config.md read word by word, without sentences or shared helpers. */
function naive(when: Condition, given: RequestFacts): boolean {
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
