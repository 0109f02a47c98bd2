import type { ProviderPreset } from './preset.ts';

export const groq = {
  id: 'groq',
  name: 'Groq',
  mark: 'Gq',
  wire: 'openai-chat',
  baseUrl: 'https://api.groq.com/openai/v1',
  auth: 'bearer',
  env: 'GROQ_API_KEY',
  keyUrl: 'https://console.groq.com/keys',
  docs: 'https://console.groq.com/docs',
  models: [
    {
      id: 'openai/gpt-oss-120b',
      name: 'GPT OSS 120B',
      contextTokens: 131_072,
      maxOutputTokens: 65_536,
    },
    {
      id: 'openai/gpt-oss-20b',
      name: 'GPT OSS 20B',
      contextTokens: 131_072,
      maxOutputTokens: 65_536,
    },
    {
      id: 'llama-3.3-70b-versatile',
      name: 'Llama 3.3 70B',
      contextTokens: 131_072,
      maxOutputTokens: 32_768,
    },
    { id: 'qwen/qwen3-32b', name: 'Qwen3-32B', contextTokens: 131_072, maxOutputTokens: 40_960 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'groq',
  quirks: [
    'max-completion-tokens',
    'reasoning-field',
    'small-free-plan',
    'effort-of-reasoning-models',
  ],
} as const satisfies ProviderPreset;
