import type { ProviderPreset } from './preset.ts';

export const deepseek = {
  id: 'deepseek',
  name: 'DeepSeek',
  mark: 'DS',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.deepseek.com/anthropic',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'https://api.deepseek.com' }],
  auth: 'bearer',
  env: 'DEEPSEEK_API_KEY',
  keyUrl: 'https://platform.deepseek.com/api_keys',
  docs: 'https://api-docs.deepseek.com/guides/anthropic_api',
  models: [
    {
      id: 'deepseek-v4-pro',
      name: 'DeepSeek V4 Pro',
      contextTokens: 1_000_000,
      maxOutputTokens: 384_000,
    },
    {
      id: 'deepseek-v4-flash',
      name: 'DeepSeek V4 Flash',
      contextTokens: 1_000_000,
      maxOutputTokens: 384_000,
    },
  ],
  billing: { kind: 'per-token' },
  priceList: 'deepseek',
  quirks: [
    'silent-model-fallback',
    'no-images',
    'replay-reasoning-content',
    'tool-choice-auto-only',
    'json-object-only',
    'thinking-switch',
    'effort-high-or-max',
    'sixteen-stop-sequences',
    'reasoning-content-required',
    'no-anthropic-extras',
    'no-documents',
  ],
} as const satisfies ProviderPreset;
