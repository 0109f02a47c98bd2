import type { ProviderPreset } from './preset.ts';

export const ollama = {
  id: 'ollama',
  name: 'Ollama',
  mark: 'Ol',
  wire: 'anthropic-messages',
  baseUrl: 'http://127.0.0.1:11434',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'http://127.0.0.1:11434/v1' }],
  auth: 'none',
  env: null,
  keyUrl: null,
  docs: 'https://docs.ollama.com/api/anthropic-compatibility',
  local: { port: 11_434, probePath: '/api/tags' },
  models: [],
  billing: { kind: 'free' },
  priceList: null,
  quirks: [
    'no-count-tokens',
    'no-tool-choice',
    'images-base64-only',
    'silent-context-cut',
    'reasoning-field',
    'effort-by-rule',
    'sixteen-stop-sequences',
    'no-anthropic-extras',
    'no-documents',
  ],
} as const satisfies ProviderPreset;
