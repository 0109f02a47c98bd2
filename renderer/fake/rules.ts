import type { PastTrial, TrialDays, TrialEnd } from '../../shared/domain/past-trial.ts';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import type { RuleHits } from '../../shared/domain/rule-hits.ts';
import { NO_RULE, type Rule } from '../../shared/domain/rule.ts';

export const fakeRules: readonly Rule[] = [
  {
    id: 'client',
    name: 'Client work stays here',
    enabled: true,
    when: { project: ['~/work/halcyon/**'] },
    then: {
      strategy: 'failover',
      targets: [{ provider: 'spark', model: 'gemma-4-26b-a4b' }],
    },
  },
  {
    id: 'long',
    name: 'Long context',
    enabled: true,
    when: { inputTokens: { min: 60_000 } },
    then: {
      strategy: 'failover',
      targets: [
        { provider: 'deepseek', model: 'deepseek-v4-pro' },
        { provider: 'anthropic', model: 'claude-sonnet-4-6' },
      ],
    },
  },
  {
    id: 'background',
    name: 'Background to this machine',
    enabled: true,
    when: { kind: ['background', 'title'], not: { images: true } },
    then: {
      strategy: 'failover',
      targets: [
        { provider: 'ollama', model: 'qwen3:8b', maxOutputTokens: 16_000 },
        { provider: 'minimax', model: 'MiniMax-M2.7' },
      ],
    },
  },
  {
    id: 'subagents',
    name: 'Subagents',
    enabled: true,
    when: { kind: ['subagent'], tools: { max: 20 } },
    then: {
      strategy: 'weighted',
      targets: [
        { provider: 'minimax', model: 'MiniMax-M2.7', weight: 70 },
        { provider: 'spark', model: 'gemma-4-26b-a4b', weight: 30 },
      ],
    },
  },
  {
    id: 'opus',
    name: 'Opus without thinking',
    enabled: true,
    when: { tier: ['opus'], not: { thinking: true } },
    then: {
      strategy: 'failover',
      targets: [
        { provider: 'zai', model: 'glm-5.2' },
        { provider: 'anthropic', model: 'claude-opus-4-8' },
      ],
    },
  },
  {
    id: 'titles',
    name: 'Titles to Z.AI',
    enabled: true,
    when: { kind: ['title'], not: { images: true } },
    then: { strategy: 'failover', targets: [{ provider: 'zai', model: 'glm-4.7-flash' }] },
  },
  {
    id: 'night',
    name: 'Night runs on the Spark',
    enabled: false,
    when: { time: { from: '22:00', to: '07:00' } },
    then: { strategy: 'failover', targets: [{ provider: 'spark', model: 'gemma-4-26b-a4b' }] },
  },
];

export function fakeHits(now: number): Record<string, RuleHits> {
  return {
    client: { today: 38, total: 1204, folded: 0, lastAt: now - 1_800_000 },
    long: { today: 23, total: 498, folded: 0, lastAt: now - 3000 },
    background: { today: 189, total: 4105, folded: 2210, lastAt: now - 8000 },
    subagents: { today: 82, total: 1793, folded: 0, lastAt: now - 2000 },
    opus: { today: 44, total: 962, folded: 0, lastAt: now - 4000 },
    titles: { today: 0, total: 0, folded: 0, lastAt: null },
    [NO_RULE]: { today: 36, total: 5120, folded: 5084, lastAt: now - 60_000 },
    night: { today: 0, total: 340, folded: 340, lastAt: now - 8 * 86_400_000 },
  };
}

const end = (provider: string, model: string): TrialEnd => ({ kind: 'target', provider, model });

export function fakeTrial(now: number, days: TrialDays): PastTrial {
  const line = { isNamed: false, basis: 'priced' } as const;
  return {
    from: now - days * 86_400_000,
    to: now,
    requests: 1204 * days,
    moved: 412 * days,
    compared: 1190 * days,
    unpriced: 9,
    unanswered: 4,
    practice: 0,
    missingFacts: 1,
    spentNanoUsd: 12_400_000_000 * days,
    wouldNanoUsd: 3_100_000_000 * days,
    refused: 0,
    blocked: 0,
    tooLong: 3,
    assumed: 0,
    flat: 0,
    lines: [
      {
        ...line,
        rule: 'long',
        from: { kind: 'native', provider: null, model: null },
        to: end('deepseek', 'deepseek-v4-pro'),
        requests: 310 * days,
        compared: 310 * days,
        spentNanoUsd: 11_000_000_000 * days,
        wouldNanoUsd: 2_100_000_000 * days,
      },
      {
        ...line,
        rule: 'background',
        from: end('minimax', 'MiniMax-M2.7'),
        to: end('ollama', 'qwen3:8b'),
        requests: 93 * days,
        compared: 93 * days,
        spentNanoUsd: 400_000_000 * days,
        wouldNanoUsd: 0,
        basis: 'free',
      },
      {
        ...line,
        rule: null,
        from: end('spark', 'gemma-4-26b-a4b'),
        to: { kind: 'native', provider: null, model: null },
        requests: 9,
        compared: 0,
        spentNanoUsd: 0,
        wouldNanoUsd: 0,
        basis: 'unpriced',
      },
    ],
    movedElsewhere: 0,
    isCut: false,
  };
}

export const fakeFacts: RequestFacts = {
  kinds: ['main', 'long-context'],
  model: 'claude-opus-4-8',
  tier: 'opus',
  inputTokens: 91_000,
  thinking: false,
  effort: null,
  toolNames: ['Bash', 'Read'],
  images: false,
  stream: true,
  project: null,
  client: 'claude-code',
  sessionId: null,
  tag: null,
  minuteOfDay: 600,
};
