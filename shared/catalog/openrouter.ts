import type { ProviderPreset } from './preset.ts';

export const openrouter = {
  id: 'openrouter',
  name: 'OpenRouter',
  mark: 'OR',
  wire: 'anthropic-messages',
  baseUrl: 'https://openrouter.ai/api',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'https://openrouter.ai/api/v1' }],
  auth: 'bearer',
  env: 'OPENROUTER_API_KEY',
  keyUrl: 'https://openrouter.ai/settings/keys',
  docs: 'https://openrouter.ai/docs',
  models: [
    {
      id: 'anthropic/claude-sonnet-4.6',
      name: 'Claude Sonnet 4.6',
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
    },
    {
      id: 'anthropic/claude-haiku-4.5',
      name: 'Claude Haiku 4.5',
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
    },
    { id: 'z-ai/glm-5.2', name: 'GLM-5.2', contextTokens: 1_048_576, maxOutputTokens: 32_768 },
    {
      id: 'minimax/minimax-m3',
      name: 'MiniMax-M3',
      contextTokens: 524_288,
      maxOutputTokens: 512_000,
    },
    {
      id: 'moonshotai/kimi-k2.6',
      name: 'Kimi K2.6',
      contextTokens: 262_144,
      maxOutputTokens: 262_144,
    },
    {
      id: 'deepseek/deepseek-v4-pro',
      name: 'DeepSeek V4 Pro',
      contextTokens: 1_048_576,
      maxOutputTokens: 384_000,
    },
    {
      id: 'qwen/qwen3-coder-next',
      name: 'Qwen3 Coder Next',
      contextTokens: 262_144,
      maxOutputTokens: 262_144,
    },
    {
      id: 'google/gemini-2.5-pro',
      name: 'Gemini 2.5 Pro',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    },
    {
      id: 'openai/gpt-oss-120b',
      name: 'GPT OSS 120B',
      contextTokens: 131_072,
      maxOutputTokens: 131_072,
    },
    { id: 'x-ai/grok-4.3', name: 'Grok 4.3', contextTokens: 1_000_000, maxOutputTokens: 1_000_000 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'openrouter',
  quirks: ['reasoning-field', 'no-count-tokens', 'pdf-parts', 'reasoning-object'],
} as const satisfies ProviderPreset;
