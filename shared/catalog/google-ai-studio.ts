import type { ProviderPreset } from './preset.ts';

/** Its OpenAI-compatible endpoint; the vendor's own wire is `gemini`. */
export const googleAiStudio = {
  id: 'google-ai-studio',
  name: 'Google AI Studio',
  mark: 'Go',
  wire: 'openai-chat',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  auth: 'bearer',
  env: 'GEMINI_API_KEY',
  keyUrl: 'https://aistudio.google.com/app/apikey',
  docs: 'https://ai.google.dev/gemini-api/docs/openai',
  models: [
    {
      id: 'gemini-3.1-pro-preview',
      name: 'Gemini 3.1 Pro Preview',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    },
    {
      id: 'gemini-3.7-flash',
      name: 'Gemini 3.7 Flash',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    },
    {
      id: 'gemini-3.5-flash',
      name: 'Gemini 3.5 Flash',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    },
    {
      id: 'gemini-2.5-pro',
      name: 'Gemini 2.5 Pro',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    },
    {
      id: 'gemini-2.5-flash',
      name: 'Gemini 2.5 Flash',
      contextTokens: 1_048_576,
      maxOutputTokens: 65_536,
    },
  ],
  billing: { kind: 'per-token' },
  priceList: 'google',
  quirks: ['thought-signatures', 'schema-subset', 'effort-by-rule'],
} as const satisfies ProviderPreset;
