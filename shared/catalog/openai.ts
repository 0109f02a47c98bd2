import type { ProviderPreset } from './preset.ts';

export const openai = {
  id: 'openai',
  name: 'OpenAI',
  mark: 'OA',
  wire: 'openai-chat',
  baseUrl: 'https://api.openai.com/v1',
  alternatives: [{ wire: 'openai-responses', baseUrl: 'https://api.openai.com/v1' }],
  auth: 'bearer',
  env: 'OPENAI_API_KEY',
  keyUrl: 'https://platform.openai.com/api-keys',
  docs: 'https://platform.openai.com/docs',
  models: [
    { id: 'gpt-5.5', contextTokens: 1_050_000, maxOutputTokens: 128_000 },
    { id: 'gpt-5.4', contextTokens: 1_050_000, maxOutputTokens: 128_000 },
    { id: 'gpt-5.4-mini', contextTokens: 400_000, maxOutputTokens: 128_000 },
    { id: 'gpt-5.3-codex', contextTokens: 400_000, maxOutputTokens: 128_000 },
    { id: 'gpt-5.1-codex-mini', contextTokens: 400_000, maxOutputTokens: 128_000 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'openai',
  quirks: [
    'max-completion-tokens',
    'no-sampling-for-reasoning-models',
    'effort-of-reasoning-models',
    'tool-ids-forty-characters',
    'pdf-parts',
  ],
} as const satisfies ProviderPreset;
