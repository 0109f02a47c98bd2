import { messages, toldWithoutCache, type ProviderStyle } from './provider-style.ts';
import {
  adaptiveOrOff,
  codingAgentsOnly,
  displayIn,
  noAttribution,
  noExtras,
  noForcedChoice,
  openCodeSession,
  thoughtBeforeCalls,
  without,
} from './vendor-rules.ts';

const others = [...noExtras, noAttribution];
const unknownDisplay = displayIn(undefined);
const kimiDisplay = displayIn(undefined, 'summarized', 'omitted');
/** Zeros first, and the truth at the end. */
const usageAtTheEnd = {
  startUsage: { input_tokens: 0, output_tokens: 0 },
  endUsage: { input_tokens: 125, cache_read_input_tokens: 9_000, output_tokens: 12 },
};
const withoutCache = {
  startUsage: { input_tokens: 9_125, output_tokens: 0 },
  endUsage: { input_tokens: 9_125, output_tokens: 12 },
};

/** Vendors that are asked in Anthropic's own dialect. */
export const messagesProviders: readonly ProviderStyle[] = [
  messages(
    'Anthropic',
    { auth: 'x-api-key', told: { input: 25, cacheRead: 9_000, cacheWrite: 100, output: 12 } },
    {
      startUsage: {
        input_tokens: 25,
        cache_creation_input_tokens: 100,
        cache_read_input_tokens: 9_000,
        output_tokens: 1,
      },
      // Zeros at the end take nothing back.
      endUsage: { input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 12 },
    },
  ),
  messages('Azure Foundry', { auth: 'x-api-key', path: '/anthropic' }),
  messages(
    'Z.AI /anthropic',
    {
      preset: 'zai',
      model: 'glm-5.3',
      path: '/api/anthropic',
      refuses: [...others, unknownDisplay],
    },
    { ...usageAtTheEnd, wholeInput: true, withoutPings: true },
  ),
  messages(
    'MiniMax /anthropic',
    {
      preset: 'minimax',
      model: 'MiniMax-M3',
      path: '/anthropic',
      refuses: [...others, adaptiveOrOff, kimiDisplay, thoughtBeforeCalls],
    },
    {
      ...usageAtTheEnd,
      wholeInput: true,
      callId: (turn, call) => `call_function_${turn}_${call}`,
    },
  ),
  messages(
    'DeepSeek /anthropic',
    {
      preset: 'deepseek',
      model: 'deepseek-v4-pro',
      path: '/anthropic',
      refuses: [...others, unknownDisplay, noForcedChoice, thoughtBeforeCalls],
      told: toldWithoutCache,
    },
    {
      withoutPings: true,
      callId: (turn, call) => `call_0${call}_a${turn}`,
      startUsage: { input_tokens: 9_125, output_tokens: 0 },
    },
  ),
  messages(
    'Moonshot /anthropic',
    {
      preset: 'moonshot',
      model: 'kimi-k3',
      path: '/anthropic',
      refuses: [...others, kimiDisplay, noForcedChoice, thoughtBeforeCalls],
    },
    { ...usageAtTheEnd, callId: (turn, call) => `Bash_${turn}${call}` },
  ),
  messages(
    'Kimi For Coding /anthropic',
    {
      preset: 'kimi-coding',
      path: '/coding',
      refuses: [...others, codingAgentsOnly, kimiDisplay, thoughtBeforeCalls],
    },
    { withoutSignature: true, callId: (turn, call) => `tool_${turn}${call}` },
  ),
  messages('OpenRouter /anthropic', {
    preset: 'openrouter',
    path: '/api',
    refuses: [noAttribution],
  }),
  messages(
    'Fireworks /anthropic',
    {
      preset: 'fireworks',
      model: 'accounts/fireworks/models/kimi-k3',
      path: '/inference',
      refuses: [...others, unknownDisplay],
    },
    { withoutPings: true },
  ),
  messages(
    'Wafer /anthropic',
    { preset: 'wafer', model: 'GLM-5.1', refuses: [...others, unknownDisplay] },
    usageAtTheEnd,
  ),
  messages('OpenCode Zen /messages', {
    preset: 'opencode-zen',
    model: 'claude-sonnet-5',
    auth: 'x-api-key',
    path: '/zen',
    refuses: [noAttribution, openCodeSession],
  }),
  messages(
    'OpenCode Go /messages',
    {
      preset: 'opencode-go',
      model: 'minimax-m3',
      auth: 'x-api-key',
      path: '/zen/go',
      refuses: [...others, openCodeSession, unknownDisplay],
    },
    usageAtTheEnd,
  ),
  messages(
    'Ollama /anthropic',
    {
      preset: 'ollama',
      auth: 'none',
      refuses: [...others, without('tool_choice')],
      told: toldWithoutCache,
    },
    { ...withoutCache, withoutPings: true, withoutSignature: true, wholeInput: true },
  ),
  messages(
    'LM Studio /anthropic',
    { preset: 'lmstudio', auth: 'none', refuses: others },
    {
      withoutPings: true,
      withoutSignature: true,
      callId: (turn, call) => `${turn}${call}12345678`,
    },
  ),
  messages(
    'llama.cpp /anthropic',
    { preset: 'llamacpp', auth: 'none', refuses: others },
    { withoutPings: true, callId: (turn, call) => `${turn}${call}`.padStart(32, 'k') },
  ),
  messages(
    'vLLM /anthropic',
    { preset: 'vllm', auth: 'none', refuses: others, told: toldWithoutCache },
    {
      ...withoutCache,
      withoutPings: true,
      callId: (turn, call) => `chatcmpl-tool-${turn}f0e${call}`,
    },
  ),
];
