import { expect, test } from 'vitest';
import type { RequestFacts } from '../../shared/domain/request-facts.ts';
import { planRoute } from './plan-route.ts';

const facts: RequestFacts = {
  kinds: ['main'],
  model: 'claude-sonnet-4-6',
  tier: 'sonnet',
  inputTokens: 1840,
  thinking: false,
  effort: null,
  toolNames: [],
  images: false,
  stream: true,
  project: null,
  client: 'claude-code',
  sessionId: null,
  tag: null,
  minuteOfDay: 600,
};
const providers = [{ id: 'ollama', preset: 'ollama', models: [{ id: 'qwen3:8b' }] }];

test('a name from our own model list goes to its provider, before every rule', () => {
  const rules = [{ id: 'all', enabled: true, when: {}, then: { native: true as const } }];
  const plan = (model: string) => planRoute({ ...facts, model }, { rules }, providers);
  expect(plan('claude-ollama-qwen3-8b')).toMatchObject({
    rule: null,
    kind: 'targets',
    targets: [{ provider: 'ollama', model: 'qwen3:8b' }],
  });
  expect(plan('claude-ollama-unheard-of')).toMatchObject({ rule: 'all', kind: 'native' });
});
