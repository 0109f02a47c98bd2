import type { ProviderPreset } from './preset.ts';

export const moonshot = {
  id: 'moonshot',
  name: 'Moonshot (Kimi)',
  mark: 'Mo',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.moonshot.ai/anthropic',
  alternatives: [
    { wire: 'openai-chat', baseUrl: 'https://api.moonshot.ai/v1' },
    { wire: 'anthropic-messages', baseUrl: 'https://api.moonshot.cn/anthropic', label: 'China' },
    { wire: 'openai-chat', baseUrl: 'https://api.moonshot.cn/v1', label: 'China' },
  ],
  auth: 'bearer',
  env: 'MOONSHOT_API_KEY',
  keyUrl: 'https://platform.moonshot.ai/console/api-keys',
  docs: 'https://platform.moonshot.ai/docs',
  models: [
    { id: 'kimi-k3', name: 'Kimi K3', contextTokens: 1_048_576, maxOutputTokens: 131_072 },
    {
      id: 'kimi-k2.7-code',
      name: 'Kimi K2.7 Code',
      contextTokens: 262_144,
      maxOutputTokens: 262_144,
    },
    { id: 'kimi-k2.6', name: 'Kimi K2.6', contextTokens: 262_144, maxOutputTokens: 262_144 },
    { id: 'kimi-k2.5', name: 'Kimi K2.5', contextTokens: 262_144, maxOutputTokens: 262_144 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'moonshotai',
  quirks: [
    'schema-mfjs',
    'tool-choice-auto-only',
    'replay-reasoning-content',
    'thinking-switch',
    'no-anthropic-extras',
    'thinking-display',
  ],
} as const satisfies ProviderPreset;
