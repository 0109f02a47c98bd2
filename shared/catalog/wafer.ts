import type { ProviderPreset } from './preset.ts';

/** Model ids are case-sensitive. */
export const wafer = {
  id: 'wafer',
  name: 'Wafer',
  mark: 'Wa',
  wire: 'anthropic-messages',
  baseUrl: 'https://pass.wafer.ai',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'https://pass.wafer.ai/v1' }],
  auth: 'bearer',
  env: 'WAFER_API_KEY',
  keyUrl: 'https://app.wafer.ai',
  docs: 'https://docs.wafer.ai/serverless/api-reference',
  models: [
    { id: 'GLM-5.2' },
    { id: 'GLM-5.1' },
    { id: 'Kimi-K2.6' },
    { id: 'deepseek-v4-pro' },
    { id: 'qwen3.7-max' },
  ],
  billing: { kind: 'per-token' },
  priceList: 'wafer.ai',
  quirks: ['thinking-switch', 'replay-reasoning-content', 'no-count-tokens', 'no-anthropic-extras'],
} as const satisfies ProviderPreset;
