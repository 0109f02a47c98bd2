import type { ProviderPreset } from './preset.ts';

export const fireworks = {
  id: 'fireworks',
  name: 'Fireworks',
  mark: 'Fw',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.fireworks.ai/inference',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'https://api.fireworks.ai/inference/v1' }],
  auth: 'bearer',
  env: 'FIREWORKS_API_KEY',
  keyUrl: 'https://app.fireworks.ai/settings/users/api-keys',
  docs: 'https://docs.fireworks.ai',
  models: [
    {
      id: 'accounts/fireworks/models/glm-5p2',
      name: 'GLM 5.2',
      contextTokens: 1_048_575,
      maxOutputTokens: 131_072,
    },
    {
      id: 'accounts/fireworks/models/kimi-k3',
      name: 'Kimi K3',
      contextTokens: 1_048_576,
      maxOutputTokens: 131_072,
    },
    {
      id: 'accounts/fireworks/models/kimi-k2p7-code',
      name: 'Kimi K2.7 Code',
      contextTokens: 262_000,
      maxOutputTokens: 262_000,
    },
    {
      id: 'accounts/fireworks/models/minimax-m3',
      name: 'MiniMax-M3',
      contextTokens: 512_000,
      maxOutputTokens: 512_000,
    },
    {
      id: 'accounts/fireworks/models/deepseek-v4-pro-0813',
      name: 'DeepSeek V4 Pro 0813',
      contextTokens: 1_048_576,
      maxOutputTokens: 384_000,
    },
    {
      id: 'accounts/fireworks/models/gpt-oss-120b',
      name: 'GPT OSS 120B',
      contextTokens: 131_072,
      maxOutputTokens: 32_768,
    },
  ],
  billing: { kind: 'per-token' },
  priceList: 'fireworks-ai',
  quirks: [
    'replay-reasoning-content',
    'no-count-tokens',
    'no-anthropic-extras',
    'thinking-switch',
    'thinking-budget',
    'switch-or-effort',
    'thinking-always-on-for-some',
  ],
} as const satisfies ProviderPreset;
