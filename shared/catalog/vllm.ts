import type { ProviderPreset } from './preset.ts';

export const vllm = {
  id: 'vllm',
  name: 'vLLM',
  mark: 'vL',
  wire: 'anthropic-messages',
  baseUrl: 'http://127.0.0.1:8000',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'http://127.0.0.1:8000/v1' }],
  auth: 'none',
  env: null,
  keyUrl: null,
  docs: 'https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html',
  local: { port: 8000, probePath: '/v1/models' },
  models: [],
  billing: { kind: 'free' },
  priceList: null,
  quirks: [
    'reasoning-field',
    'chat-template-thinking',
    'sixteen-stop-sequences',
    'no-anthropic-extras',
    'counts-messages',
  ],
} as const satisfies ProviderPreset;
