import type { ProviderPreset } from './preset.ts';

export const zai = {
  id: 'zai',
  name: 'Z.AI',
  mark: 'ZA',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.z.ai/api/anthropic',
  alternatives: [
    { wire: 'openai-chat', baseUrl: 'https://api.z.ai/api/paas/v4' },
    { wire: 'openai-chat', baseUrl: 'https://api.z.ai/api/coding/paas/v4', label: 'Coding plan' },
    {
      wire: 'anthropic-messages',
      baseUrl: 'https://open.bigmodel.cn/api/anthropic',
      label: 'China',
    },
    { wire: 'openai-chat', baseUrl: 'https://open.bigmodel.cn/api/paas/v4', label: 'China' },
  ],
  auth: 'bearer',
  env: 'ZAI_API_KEY',
  keyUrl: 'https://z.ai/manage-apikey/apikey-list',
  docs: 'https://docs.z.ai',
  models: [
    { id: 'glm-5.3', name: 'GLM-5.3', contextTokens: 1_000_000, maxOutputTokens: 131_072 },
    { id: 'glm-5.2', name: 'GLM-5.2', contextTokens: 1_000_000, maxOutputTokens: 131_072 },
    { id: 'glm-5-turbo', name: 'GLM-5-Turbo', contextTokens: 200_000, maxOutputTokens: 131_072 },
    { id: 'glm-4.7', name: 'GLM-4.7', contextTokens: 204_800, maxOutputTokens: 131_072 },
    { id: 'glm-4.5-air', name: 'GLM-4.5-Air', contextTokens: 131_072, maxOutputTokens: 98_304 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'zai',
  quirks: [
    'balance-as-rate-limit',
    'tool-choice-auto-only',
    'replay-reasoning-content',
    'no-parallel-switch',
    'json-object-only',
    'thinking-switch',
    'one-stop-sequence',
    'no-anthropic-extras',
    'no-documents',
  ],
} as const satisfies ProviderPreset;
