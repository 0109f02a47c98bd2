import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configurationSchema } from '../../shared/domain/configuration.ts';
import { priceUsage } from '../../shared/domain/cost.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import { profileSchema, type Profile } from '../../shared/domain/rule.ts';
import { findPrice } from '../../shared/pricing/lookup.ts';
import { addTrials, tryPast } from './past-trial.ts';
import type { PastRequest, TrialQuestion } from './trial-plan.ts';

const configuration = configurationSchema.parse({
  version: 1,
  activeProfile: 'hybrid',
  providers: [
    { id: 'deepseek', preset: 'deepseek', keys: [{ id: 'main', keychain: true }] },
    { id: 'zai', preset: 'zai', keys: [{ id: 'main', keychain: true }] },
    { id: 'keyless', preset: 'zai', keys: [] },
    { id: 'ollama', preset: 'ollama', models: [{ id: 'qwen3:8b', contextTokens: 32_000 }] },
    { id: 'relay', wire: 'openai-chat', baseUrl: 'https://relay.example/v1', auth: 'none' },
    { id: 'practice', preset: 'practice' },
  ],
  profiles: [{ id: 'hybrid', rules: [] }],
});
const target = (provider: string, model: string) => ({ provider, model });
const profile = (rules: readonly object[], lock: string | null = null): Profile =>
  profileSchema.parse({ id: 'hybrid', lock, rules });
const all = (then: object, id = 'all') => ({ id, when: {}, then });
const question = (draft: Profile, saved: Profile = profile([])): TrialQuestion => ({
  draft,
  saved,
  configuration,
  localProviders: ['ollama'],
});

const at = Date.UTC(2026, 10, 20, 9, 30);
const usage = { input: 2_000, cacheRead: 30_000, cacheWrite5m: 500, cacheWrite1h: 0, output: 800 };
const facts: RequestFacts = {
  kinds: ['main'],
  model: 'claude-opus-4-8',
  tier: 'opus',
  inputTokens: 20_000,
  thinking: false,
  effort: 'high',
  toolNames: ['Bash'],
  images: false,
  stream: true,
  project: null,
  client: 'claude-code',
  sessionId: null,
  tag: null,
  minuteOfDay: 600,
};
const nativeCost = priceUsage(usage, findPrice('native', facts.model)!);
const past = (
  row: Partial<PastRequest['row']> = {},
  over: Partial<RequestFacts> | null = {},
  id = 'one',
): PastRequest => ({
  id,
  facts: over === null ? null : { ...facts, ...over },
  row: {
    startedAt: at,
    state: 'complete',
    kinds: over?.kinds ?? facts.kinds,
    provider: 'native',
    sentModel: facts.model,
    profile: 'hybrid',
    rule: null,
    usage,
    costNanoUsd: nativeCost,
    priceBasis: 'priced',
    ...row,
  },
});
const toDeepseek = all({ targets: [target('deepseek', 'deepseek-v4-flash')] });
const zero = { provider: null, model: null };

describe('what is tried', () => {
  test('the saved profile moves nothing: not what failed over, not what was refused', () => {
    const chain = { targets: [target('deepseek', 'deepseek-v4-pro'), target('zai', 'glm-5.2')] };
    const saved = profile([
      { id: 'no', when: { tier: ['fable'] }, then: { refuse: 'no' } },
      { id: 'opus', when: { tier: ['opus'] }, then: chain },
    ]);
    const requests = [
      past({ provider: 'deepseek', sentModel: 'deepseek-v4-pro', rule: 'opus', costNanoUsd: 3 }),
      past({ provider: 'zai', sentModel: 'glm-5.2', rule: 'opus', costNanoUsd: 4 }),
      past({ provider: null, state: 'refused', rule: 'no', priceBasis: null }, { tier: 'fable' }),
      past({ costNanoUsd: 5 }, { tier: 'haiku' }),
    ];
    expect(tryPast(requests, question(saved, saved))).toMatchObject({
      requests: 4,
      moved: 0,
      compared: 4,
      refused: 1,
      lines: [],
    });
    const turned = profile([
      saved.rules[0]!,
      { ...saved.rules[1]!, then: { targets: [...chain.targets].reverse() } },
    ]);
    // The rule was edited: now its new order counts, not where the failover ended.
    expect(tryPast(requests, question(turned, saved))).toMatchObject({
      moved: 1,
      lines: [{ rule: 'opus', from: { provider: 'deepseek' }, to: { provider: 'zai' } }],
    });
  });

  test('the same tokens at the new price, beside what they cost', () => {
    const would = priceUsage(
      usage,
      findPrice('deepseek', 'deepseek-v4-flash', { promptTokens: 32_500, at })!,
    );
    expect(would).toBeGreaterThan(0);
    expect(tryPast([past(), past()], question(profile([toDeepseek])))).toMatchObject({
      requests: 2,
      moved: 2,
      compared: 2,
      spentNanoUsd: 2 * nativeCost,
      wouldNanoUsd: 2 * would,
      lines: [
        {
          rule: 'all',
          isNamed: false,
          from: { kind: 'native', ...zero },
          to: { kind: 'target', ...target('deepseek', 'deepseek-v4-flash') },
          requests: 2,
          wouldNanoUsd: 2 * would,
          basis: 'priced',
        },
      ],
    });
  });

  test.each([
    ['the new price is unknown', past(), target('relay', 'anything')],
    [
      'the old price is unknown',
      past({ costNanoUsd: null, priceBasis: 'unpriced' }),
      target('ollama', 'qwen3:8b'),
    ],
  ])('an unknown price is never zero: %s', (_, request, to) => {
    const sums = tryPast([request], question(profile([all({ targets: [to] })])));
    expect(sums).toMatchObject({
      moved: 1,
      unpriced: 1,
      compared: 0,
      spentNanoUsd: 0,
      wouldNanoUsd: 0,
      lines: [{ requests: 1, compared: 0 }],
    });
  });

  test('what has no figures is counted apart', () => {
    const requests = [
      past({ priceBasis: 'practice', provider: 'practice', costNanoUsd: null }),
      past({ state: 'failed', usage: null, costNanoUsd: null, priceBasis: null }),
      past({}, null),
    ];
    expect(tryPast(requests, question(profile([toDeepseek])))).toMatchObject({
      requests: 3,
      moved: 2,
      practice: 1,
      unanswered: 1,
      missingFacts: 1,
      compared: 0,
    });
  });

  test('a free machine costs nothing and says so, a count of tokens never costs anything', () => {
    const draft = profile([all({ targets: [target('ollama', 'qwen3:8b')] })]);
    expect(tryPast([past()], question(draft))).toMatchObject({
      compared: 1,
      spentNanoUsd: nativeCost,
      wouldNanoUsd: 0,
      lines: [{ basis: 'free' }],
    });
    const count = past(
      { kinds: ['count-tokens'], usage: null, costNanoUsd: null, priceBasis: null },
      { kinds: ['count-tokens'] },
    );
    expect(tryPast([count], question(profile([toDeepseek])))).toMatchObject({
      moved: 1,
      compared: 1,
      unanswered: 0,
    });
  });
});

describe('where it would go', () => {
  const endOf = (draft: Profile, over: Partial<RequestFacts> = {}, id?: string) => {
    const sums = tryPast([past({}, over, id)], question(draft));
    const { kind, provider } = sums.lines[0]?.to ?? { kind: 'native', provider: null };
    return [kind, provider];
  };

  test('a lock blocks what is not local, native included', () => {
    const local = all({ targets: [target('ollama', 'qwen3:8b')] });
    expect(endOf(profile([local], 'local-only'))).toEqual(['target', 'ollama']);
    expect(endOf(profile([toDeepseek], 'local-only'))).toEqual(['blocked', null]);
    expect(endOf(profile([], 'local-only'))).toEqual(['blocked', null]);
    expect(tryPast([past()], question(profile([], 'local-only')))).toMatchObject({
      blocked: 1,
      wouldNanoUsd: 0,
    });
  });

  test('a lock passes over a target outside where the chain has one inside', () => {
    const [outside, inside] = [target('zai', 'glm-5.2'), target('ollama', 'qwen3:8b')];
    for (const strategy of ['failover', 'weighted', 'round-robin', 'cheapest'] as const) {
      const chain = all({ strategy, targets: [outside, inside] });
      expect(endOf(profile([chain], 'local-only'))).toEqual(['target', 'ollama']);
    }
  });

  test('a target that is too small or has no key is passed over', () => {
    const chain = (...targets: object[]) => profile([all({ targets })]);
    const [small, keyless, other] = [
      target('ollama', 'qwen3:8b'),
      target('keyless', 'glm-5.2'),
      target('zai', 'glm-5.2'),
    ];
    expect(endOf(chain(small, other))).toEqual(['target', 'ollama']);
    expect(endOf(chain(small, other), { inputTokens: 31_000 })).toEqual(['target', 'zai']);
    expect(endOf(chain(small), { inputTokens: 31_000 })).toEqual(['too-long', null]);
    expect(endOf(chain(keyless, other))).toEqual(['target', 'zai']);
    expect(endOf(chain(keyless))).toEqual(['unusable', 'keyless']);
  });

  test('a model that the request names wins over every rule', () => {
    const sums = tryPast(
      [past({}, { model: 'zai,glm-5.2' }), past({}, { tag: target('zai', 'glm-4.7') })],
      question(profile([toDeepseek])),
    );
    expect(sums.lines.map(({ isNamed, rule, to }) => [isNamed, rule, to.model])).toEqual([
      [true, null, 'glm-5.2'],
      [true, null, 'glm-4.7'],
    ]);
  });

  test('shares are drawn by conversation, and load is said to be assumed', () => {
    const targets = [
      { ...target('deepseek', 'deepseek-v4-pro'), weight: 3 },
      { ...target('zai', 'glm-5.2'), weight: 1 },
    ];
    const weighted = question(profile([all({ strategy: 'weighted', targets })]));
    const requests = Array.from({ length: 4_000 }, (_, index) =>
      past({}, { sessionId: `session-${String(index % 1_000)}` }, String(index)),
    );
    const [first, second] = tryPast(requests, weighted).lines;
    expect([first?.to.provider, second?.to.provider]).toEqual(['deepseek', 'zai']);
    // Each conversation is whole on one side, so both counts are fours.
    expect([(first?.requests ?? 0) % 4, (second?.requests ?? 0) % 4]).toEqual([0, 0]);
    expect(Math.abs((second?.requests ?? 0) - 1_000)).toBeLessThan(200);

    const busy = question(profile([all({ strategy: 'least-busy', targets })]));
    expect(tryPast([past()], busy)).toMatchObject({ moved: 1, assumed: 1 });
  });
});

test('slices add up to the whole, however the past is cut', () => {
  const models = ['claude-opus-4-8', 'claude-haiku-4-5', 'zai,glm-5.2', 'strange'];
  const draft = question(
    profile([
      { id: 'big', when: { inputTokens: { min: 10_000 } }, then: toDeepseek.then },
      { id: 'no', when: { tier: ['haiku'] }, then: { refuse: 'no' } },
    ]),
  );
  const request = fc.record({
    model: fc.constantFrom(...models),
    inputTokens: fc.integer({ min: 0, max: 20_000 }),
    cost: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    hasFacts: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 40 }), fc.nat(40), (drawn, cutAt) => {
      const requests = drawn.map(({ model, inputTokens, cost, hasFacts }) =>
        past(
          { costNanoUsd: cost, priceBasis: cost === null ? 'unpriced' : 'priced' },
          hasFacts
            ? { model, inputTokens, tier: model.includes('haiku') ? 'haiku' : 'other' }
            : null,
        ),
      );
      const whole = tryPast(requests, draft);
      const parts = [requests.slice(0, cutAt), requests.slice(cutAt)];
      const sorted = <T extends { readonly lines: readonly object[] }>(sums: T) => ({
        ...sums,
        lines: sums.lines.map((line) => JSON.stringify(line)).sort(),
      });
      expect(sorted(addTrials(parts.map((part) => tryPast(part, draft))))).toEqual(sorted(whole));
      const { requests: count, compared, unpriced, unanswered, practice, missingFacts } = whole;
      expect(compared + unpriced + unanswered + practice + missingFacts).toBe(count);
    }),
  );
});

test('lines beyond the bound are counted', () => {
  const requests = Array.from({ length: 70 }, (_, index) =>
    past({ provider: 'zai', sentModel: `model-${String(index)}` }),
  );
  const sums = addTrials([tryPast(requests, question(profile([toDeepseek])))], true);
  expect([sums.moved, sums.lines.length, sums.movedElsewhere]).toEqual([70, 50, 20]);
});
