import type { ProviderPreset } from './preset.ts';

export const minimax = {
  id: 'minimax',
  name: 'MiniMax',
  mark: 'Mx',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.minimax.io/anthropic',
  alternatives: [
    { wire: 'openai-chat', baseUrl: 'https://api.minimax.io/v1' },
    { wire: 'anthropic-messages', baseUrl: 'https://api.minimaxi.com/anthropic', label: 'China' },
    { wire: 'openai-chat', baseUrl: 'https://api.minimaxi.com/v1', label: 'China' },
  ],
  auth: 'bearer',
  env: 'MINIMAX_API_KEY',
  keyUrl: 'https://platform.minimax.io/user-center/basic-information/interface-key',
  docs: 'https://platform.minimax.io/docs/api-reference/text-anthropic-api',
  models: [
    { id: 'MiniMax-M3', contextTokens: 1_000_000, maxOutputTokens: 128_000 },
    { id: 'MiniMax-M2.7', contextTokens: 204_800, maxOutputTokens: 131_072 },
    { id: 'MiniMax-M2.7-highspeed', contextTokens: 204_800, maxOutputTokens: 131_072 },
    { id: 'MiniMax-M2.5', contextTokens: 204_800, maxOutputTokens: 131_072 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'minimax',
  quirks: [
    'temperature-above-zero',
    'no-count-tokens',
    'error-with-success-status',
    'think-tags',
    'no-anthropic-extras',
    'no-documents',
    'thinking-adaptive-only',
    'thinking-display',
  ],
} as const satisfies ProviderPreset;
