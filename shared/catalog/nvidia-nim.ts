import type { ProviderPreset } from './preset.ts';

export const nvidiaNim = {
  id: 'nvidia-nim',
  name: 'NVIDIA NIM',
  mark: 'NV',
  wire: 'openai-chat',
  baseUrl: 'https://integrate.api.nvidia.com/v1',
  auth: 'bearer',
  env: 'NVIDIA_API_KEY',
  keyUrl: 'https://build.nvidia.com',
  docs: 'https://docs.api.nvidia.com',
  models: [
    {
      id: 'nvidia/nemotron-3-super-120b-a12b',
      name: 'Nemotron 3 Super',
      contextTokens: 262_144,
      maxOutputTokens: 262_144,
    },
    { id: 'z-ai/glm-5.1', name: 'GLM-5.1', contextTokens: 131_072, maxOutputTokens: 131_072 },
    {
      id: 'moonshotai/kimi-k2.6',
      name: 'Kimi K2.6',
      contextTokens: 262_144,
      maxOutputTokens: 262_144,
    },
    {
      id: 'openai/gpt-oss-120b',
      name: 'GPT-OSS-120B',
      contextTokens: 128_000,
      maxOutputTokens: 8192,
    },
  ],
  billing: { kind: 'per-token' },
  priceList: 'nvidia',
  quirks: [
    'unknown-fields-rejected',
    'slow-first-byte',
    'small-free-plan',
    'chat-template-thinking',
    'sixteen-stop-sequences',
  ],
} as const satisfies ProviderPreset;
