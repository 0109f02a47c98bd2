import type { ProviderPreset } from './preset.ts';

/** Answers in this process; nothing leaves the machine and nothing is ever priced. The address is only a name (RFC 2606). */
export const practice = {
  id: 'practice',
  name: 'Practice provider',
  mark: 'Pr',
  wire: 'anthropic-messages',
  baseUrl: 'http://practice.invalid',
  auth: 'none',
  env: null,
  keyUrl: null,
  docs: null,
  models: [
    { id: 'practice', name: 'Practice model', contextTokens: 200_000, maxOutputTokens: 8192 },
  ],
  billing: { kind: 'free' },
  priceList: null,
  quirks: [],
} as const satisfies ProviderPreset;
