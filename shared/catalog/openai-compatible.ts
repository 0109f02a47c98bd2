import type { ProviderPreset } from './preset.ts';

export const openaiCompatible = {
  id: 'openai-compatible',
  name: 'Any OpenAI-compatible endpoint',
  mark: 'OC',
  wire: 'openai-chat',
  baseUrl: '',
  auth: 'bearer',
  env: null,
  keyUrl: null,
  docs: null,
  models: [],
  billing: { kind: 'per-token' },
  priceList: null,
  quirks: [],
} as const satisfies ProviderPreset;
