import type { ProviderPreset } from './preset.ts';

export const anthropic = {
  id: 'anthropic',
  name: 'Anthropic',
  mark: 'An',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.anthropic.com',
  auth: 'x-api-key',
  env: 'ANTHROPIC_API_KEY',
  keyUrl: 'https://platform.claude.com/settings/keys',
  docs: 'https://platform.claude.com/docs/en/api/messages',
  models: [
    {
      id: 'claude-fable-5',
      name: 'Claude Fable 5',
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
    },
    {
      id: 'claude-opus-5',
      name: 'Claude Opus 5',
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
    },
    {
      id: 'claude-opus-4-8',
      name: 'Claude Opus 4.8',
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
    },
    {
      id: 'claude-sonnet-5',
      name: 'Claude Sonnet 5',
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
    },
    {
      id: 'claude-sonnet-4-6',
      name: 'Claude Sonnet 4.6',
      contextTokens: 1_000_000,
      maxOutputTokens: 64_000,
    },
    {
      id: 'claude-haiku-4-5',
      name: 'Claude Haiku 4.5',
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
    },
  ],
  billing: { kind: 'per-token' },
  priceList: 'anthropic',
  quirks: [],
} as const satisfies ProviderPreset;
