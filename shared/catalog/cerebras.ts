import type { ProviderPreset } from './preset.ts';

export const cerebras = {
  id: 'cerebras',
  name: 'Cerebras',
  mark: 'Ce',
  wire: 'openai-chat',
  baseUrl: 'https://api.cerebras.ai/v1',
  auth: 'bearer',
  env: 'CEREBRAS_API_KEY',
  keyUrl: 'https://cloud.cerebras.ai',
  docs: 'https://inference-docs.cerebras.ai',
  models: [
    { id: 'zai-glm-4.7', name: 'Z.AI GLM-4.7', contextTokens: 131_072, maxOutputTokens: 40_960 },
    { id: 'gpt-oss-120b', name: 'GPT OSS 120B', contextTokens: 131_072, maxOutputTokens: 40_960 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'cerebras',
  quirks: [
    'max-completion-tokens',
    'no-penalties',
    'reasoning-field',
    'no-parallel-switch',
    'effort-of-reasoning-models',
    'schema-strict',
    'glm-think-tags-return',
    'disable-reasoning-of-glm',
  ],
} as const satisfies ProviderPreset;
