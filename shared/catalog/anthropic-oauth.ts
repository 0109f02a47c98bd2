import { anthropic } from './anthropic.ts';
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
  models: anthropic.models,
  billing: { kind: 'per-token' },
  priceList: 'anthropic',
  quirks: [],
} as const satisfies ProviderPreset;
