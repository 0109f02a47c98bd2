import type { ProviderPreset } from './preset.ts';

/** The model decides the dialect: Claude and some Qwen speak Messages, most others chat completions. */
export const opencodeZen = {
  id: 'opencode-zen',
  name: 'OpenCode Zen',
  mark: 'OZ',
  wire: 'openai-chat',
  baseUrl: 'https://opencode.ai/zen/v1',
  alternatives: [
    {
      wire: 'anthropic-messages',
      baseUrl: 'https://opencode.ai/zen',
      auth: 'x-api-key',
      label: 'Claude, Qwen',
    },
  ],
  auth: 'bearer',
  env: 'OPENCODE_API_KEY',
  keyUrl: 'https://opencode.ai/auth',
  docs: 'https://opencode.ai/docs/zen',
  models: [
    { id: 'glm-5.2', name: 'GLM-5.2' },
    { id: 'kimi-k2.6', name: 'Kimi K2.6' },
    { id: 'deepseek-v4-pro', name: 'DeepSeek V4 Pro' },
    { id: 'minimax-m3', name: 'MiniMax-M3' },
  ],
  billing: { kind: 'per-token' },
  priceList: 'opencode',
  quirks: ['opencode-session', 'replay-reasoning-content', 'no-count-tokens'],
} as const satisfies ProviderPreset;
