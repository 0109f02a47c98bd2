import { anthropic } from './anthropic.ts';
import { anthropicOauth } from './anthropic-oauth.ts';
import { cerebras } from './cerebras.ts';
import { codestral } from './codestral.ts';
import { deepseek } from './deepseek.ts';
import { fireworks } from './fireworks.ts';
import { googleAiStudio } from './google-ai-studio.ts';
import { groq } from './groq.ts';
import { kimiCoding } from './kimi-coding.ts';
import { llamacpp } from './llamacpp.ts';
import { lmstudio } from './lmstudio.ts';
import { minimax } from './minimax.ts';
import { mistral } from './mistral.ts';
import { moonshot } from './moonshot.ts';
import { nvidiaNim } from './nvidia-nim.ts';
import { ollama } from './ollama.ts';
import { ollamaCloud } from './ollama-cloud.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import { opencodeGo } from './opencode-go.ts';
import { opencodeZen } from './opencode-zen.ts';
import { openrouter } from './openrouter.ts';
import { practice } from './practice.ts';
import { vllm } from './vllm.ts';
import { wafer } from './wafer.ts';
import { xai } from './xai.ts';
import { zai } from './zai.ts';
import type { ProviderPreset } from './preset.ts';

/** A to Z by name: the order recommends nobody. */
export const presets: readonly ProviderPreset[] = [
  anthropic,
  anthropicOauth,
  openaiCompatible,
  cerebras,
  codestral,
  deepseek,
  fireworks,
  googleAiStudio,
  groq,
  kimiCoding,
  llamacpp,
  lmstudio,
  minimax,
  mistral,
  moonshot,
  nvidiaNim,
  ollama,
  ollamaCloud,
  openai,
  opencodeGo,
  opencodeZen,
  openrouter,
  practice,
  vllm,
  wafer,
  xai,
  zai,
];

const byId = new Map(presets.map((preset) => [preset.id, preset]));

export function findPreset(id: string): ProviderPreset | null {
  return byId.get(id) ?? null;
}
