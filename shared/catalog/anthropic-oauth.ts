import type { ProviderPreset } from './preset.ts';

/** The login of the client on that very request is relayed, never stored. Shown at API prices unless the user says it is a subscription. */
export const anthropicOauth = {
  id: 'anthropic-oauth',
  name: 'Anthropic, your own login',
  mark: 'Lo',
  wire: 'anthropic-messages',
  baseUrl: 'https://api.anthropic.com',
  auth: 'native',
  env: null,
  keyUrl: null,
  docs: 'https://code.claude.com/docs/en/llm-gateway',
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
