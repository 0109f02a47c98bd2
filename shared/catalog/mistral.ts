import type { ProviderPreset } from './preset.ts';

export const mistral = {
  id: 'mistral',
  name: 'Mistral',
  mark: 'Mi',
  wire: 'openai-chat',
  baseUrl: 'https://api.mistral.ai/v1',
  auth: 'bearer',
  env: 'MISTRAL_API_KEY',
  keyUrl: 'https://console.mistral.ai/api-keys',
  docs: 'https://docs.mistral.ai',
  models: [
    {
      id: 'mistral-medium-2604',
      name: 'Mistral Medium 3.5',
      contextTokens: 262_144,
      maxOutputTokens: 262_144,
    },
    {
      id: 'mistral-large-2512',
      name: 'Mistral Large 3',
      contextTokens: 262_144,
      maxOutputTokens: 262_144,
    },
    {
      id: 'mistral-small-2603',
      name: 'Mistral Small 4',
      contextTokens: 256_000,
      maxOutputTokens: 256_000,
    },
    { id: 'codestral-latest', name: 'Codestral', contextTokens: 256_000, maxOutputTokens: 4096 },
  ],
  billing: { kind: 'per-token' },
  priceList: 'mistral',
  quirks: [
    'tool-ids-nine-alphanumerics',
    'assistant-after-tool-result',
    'no-stream-options',
    'assistant-prefix',
  ],
} as const satisfies ProviderPreset;
