import type { ProviderPreset } from './preset.ts';

export const llamacpp = {
  id: 'llamacpp',
  name: 'llama.cpp server',
  mark: 'Lc',
  wire: 'anthropic-messages',
  baseUrl: 'http://127.0.0.1:8080',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'http://127.0.0.1:8080/v1' }],
  auth: 'none',
  env: null,
  keyUrl: null,
  docs: 'https://github.com/ggml-org/llama.cpp/tree/master/tools/server',
  local: { port: 8080, probePath: '/v1/models' },
  models: [],
  billing: { kind: 'free' },
  priceList: null,
  quirks: [
    'schema-subset',
    'chat-template-thinking',
    'sixteen-stop-sequences',
    'no-anthropic-extras',
    'counts-messages',
  ],
} as const satisfies ProviderPreset;
