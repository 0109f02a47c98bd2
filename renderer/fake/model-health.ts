import type { ModelHealth } from '../../shared/domain/answer-health.ts';

const none = {
  'tool-arguments': 0,
  'think-leak': 0,
  truncated: 0,
  stalled: 0,
  refused: 0,
  empty: 0,
};

export const fakeModelHealth: readonly ModelHealth[] = [
  {
    provider: 'zai',
    model: 'glm-5.2',
    requests: 214,
    passedOn: 2,
    answered: 211,
    toolCalls: 388,
    badToolCalls: 1,
    faults: { ...none, 'tool-arguments': 1, truncated: 2 },
    firstTokenP50Ms: 820,
    firstTokenP95Ms: 2_400,
    tokensPerSecond: 61,
  },
  {
    provider: 'ollama',
    model: 'qwen3:8b',
    requests: 96,
    passedOn: 0,
    answered: 90,
    toolCalls: 120,
    badToolCalls: 14,
    faults: { ...none, 'tool-arguments': 11, 'think-leak': 9, empty: 3 },
    firstTokenP50Ms: 410,
    firstTokenP95Ms: 1_900,
    tokensPerSecond: 34,
  },
];
