import type { ProviderPreset } from './preset.ts';

/** Plans differ in price: the monthly fee is the user's to enter. */
export const kimiCoding = {
  id: 'kimi-coding',
  name: 'Kimi For Coding',
  mark: 'KC',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.kimi.com/coding',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'https://api.kimi.com/coding/v1' }],
  auth: 'bearer',
  env: 'KIMI_API_KEY',
  keyUrl: 'https://www.kimi.com/code/console',
  docs: 'https://www.kimi.com/code',
  models: [],
  billing: { kind: 'subscription', usdPerMonth: 0 },
  priceList: 'kimi-for-coding',
  quirks: [
    'forward-user-agent',
    'no-count-tokens',
    'replay-reasoning-content',
    'schema-mfjs',
    'tool-choice-auto-only',
    'thinking-switch',
    'no-anthropic-extras',
    'thinking-display',
  ],
} as const satisfies ProviderPreset;
