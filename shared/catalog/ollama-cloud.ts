import type { ProviderPreset } from './preset.ts';

/** Without a daemon on this machine; with one, the models NAME:cloud of the preset Ollama are the same. */
export const ollamaCloud = {
  id: 'ollama-cloud',
  name: 'Ollama Cloud',
  mark: 'Ou',
  wire: 'openai-chat',
  baseUrl: 'https://ollama.com/v1',
  auth: 'bearer',
  env: 'OLLAMA_API_KEY',
  keyUrl: 'https://ollama.com/settings/keys',
  docs: 'https://docs.ollama.com/cloud',
  models: [
    { id: 'qwen3-coder-next' },
    { id: 'glm-5.2' },
    { id: 'kimi-k2.6' },
    { id: 'deepseek-v4-pro' },
    { id: 'minimax-m3' },
    { id: 'gpt-oss:120b' },
  ],
  billing: { kind: 'subscription', usdPerMonth: 0 },
  priceList: null,
  quirks: [
    'no-tool-choice',
    'images-base64-only',
    'reasoning-field',
    'effort-by-rule',
    'sixteen-stop-sequences',
  ],
} as const satisfies ProviderPreset;
