import type { ProviderPreset } from './preset.ts';

/** Mistral's coding model at an address of its own, with a key of its own. */
export const codestral = {
  id: 'codestral',
  name: 'Codestral',
  mark: 'Cs',
  wire: 'openai-chat',
  baseUrl: 'https://codestral.mistral.ai/v1',
  auth: 'bearer',
  env: 'CODESTRAL_API_KEY',
  keyUrl: 'https://console.mistral.ai/codestral',
  docs: 'https://docs.mistral.ai',
  models: [
    { id: 'codestral-latest', name: 'Codestral', contextTokens: 256_000, maxOutputTokens: 4096 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'mistral',
  quirks: [
    'tool-ids-nine-alphanumerics',
    'assistant-after-tool-result',
    'assistant-prefix',
    'no-stream-options',
    'no-images',
  ],
} as const satisfies ProviderPreset;
