import type { ProviderPreset } from './preset.ts';

/**
 * The model decides the dialect: MiniMax and Qwen speak Messages, the others chat completions. The monthly fee is the
 * user's to enter.
 */
export const opencodeGo = {
  id: 'opencode-go',
  name: 'OpenCode Go',
  mark: 'OG',
  wire: 'openai-chat',
  baseUrl: 'https://opencode.ai/zen/go/v1',
  alternatives: [
    {
      wire: 'anthropic-messages',
      baseUrl: 'https://opencode.ai/zen/go',
      auth: 'x-api-key',
      label: 'MiniMax, Qwen',
    },
  ],
  auth: 'bearer',
  env: 'OPENCODE_API_KEY',
  keyUrl: 'https://opencode.ai/auth',
  docs: 'https://opencode.ai/docs/go',
  models: [
    { id: 'glm-5.3', name: 'GLM-5.3' },
    { id: 'kimi-k3', name: 'Kimi K3' },
    { id: 'deepseek-v4-pro', name: 'DeepSeek V4 Pro' },
    { id: 'mimo-v2.5-pro', name: 'MiMo V2.5 Pro' },
  ],
  billing: { kind: 'subscription', usdPerMonth: 0 },
  priceList: 'opencode-go',
  quirks: [
    'opencode-session',
    'replay-reasoning-content',
    'no-count-tokens',
    'no-anthropic-extras',
  ],
} as const satisfies ProviderPreset;
