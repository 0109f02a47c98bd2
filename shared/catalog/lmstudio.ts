import type { ProviderPreset } from './preset.ts';

export const lmstudio = {
  id: 'lmstudio',
  name: 'LM Studio',
  mark: 'LM',
  wire: 'anthropic-messages',
  baseUrl: 'http://127.0.0.1:1234',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'http://127.0.0.1:1234/v1' }],
  auth: 'none',
  env: null,
  keyUrl: null,
  docs: 'https://lmstudio.ai/docs/developer/anthropic-compat',
  local: { port: 1234, probePath: '/v1/models' },
  models: [],
  billing: { kind: 'free' },
  priceList: null,
  quirks: ['no-count-tokens', 'no-anthropic-extras'],
} as const satisfies ProviderPreset;
