import type { ProviderPreset } from './preset.ts';

export const xai = {
  id: 'xai',
  name: 'xAI',
  mark: 'xA',
  wire: 'openai-chat',
  baseUrl: 'https://api.x.ai/v1',
  auth: 'bearer',
  env: 'XAI_API_KEY',
  keyUrl: 'https://console.x.ai',
  docs: 'https://docs.x.ai',
  models: [
    { id: 'grok-4.3', contextTokens: 1_000_000, maxOutputTokens: 30_000 },
    { id: 'grok-build-0.1', contextTokens: 256_000, maxOutputTokens: 256_000 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'xai',
  quirks: ['replay-reasoning-content', 'effort-by-rule'],
} as const satisfies ProviderPreset;
