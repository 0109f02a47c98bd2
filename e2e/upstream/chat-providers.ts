import { chat, toldWithoutCache, type ProviderStyle } from './provider-style.ts';
import {
  answeredCalls,
  atMost,
  codingAgentsOnly,
  nineAlphanumerics,
  noAttribution,
  noForcedChoice,
  noUserAfterTool,
  openCodeSession,
  reasoningOnAnswers,
  signedCalls,
  thinkTagsOnAnswers,
  without,
} from './vendor-rules.ts';

/** Nine letters and digits, all that Mistral takes. */
const nine = (turn: number, call: number): string => `aB${turn}d${call}`.padEnd(9, 'Z').slice(0, 9);
/** `functions.Write:0`, which Anthropic's own rules for ids refuse, and which comes again in each turn. */
const kimi = (_: number, call: number, name: string): string => `functions.${name}:${call}`;
const vllmId = (turn: number, call: number): string => `chatcmpl-tool-${turn}f0e${call}`;

const everyone = [answeredCalls, noAttribution, without('cache_control', 'thinking_budget')];
const mistralRules = [...everyone, nineAlphanumerics, noUserAfterTool, without('stream_options')];

/** Vendors that are asked in OpenAI's dialect. */
export const chatProviders: readonly ProviderStyle[] = [
  chat('OpenAI', {
    preset: 'openai',
    model: 'gpt-5.5',
    refuses: [
      ...everyone,
      without('max_tokens', 'temperature'),
      atMost('max_completion_tokens', 128_000),
    ],
  }),
  chat(
    'Azure OpenAI',
    { preset: 'openai', auth: 'api-key', path: '/openai/v1', refuses: everyone },
    { opening: ['{"choices":[],"prompt_filter_results":[{"prompt_index":0}],"model":"","id":""}'] },
  ),
  chat(
    'Z.AI',
    {
      preset: 'zai',
      model: 'glm-5.2',
      path: '/api/paas/v4',
      refuses: [...everyone, noForcedChoice, reasoningOnAnswers('reasoning_content')],
    },
    {
      reasoning: 'reasoning_content',
      calls: 'whole',
      usageIn: 'finish',
      delta: { role: 'assistant' },
    },
  ),
  chat(
    'DeepSeek',
    {
      preset: 'deepseek',
      model: 'deepseek-v4-pro',
      path: '',
      refuses: [...everyone, noForcedChoice, reasoningOnAnswers('reasoning_content')],
    },
    {
      reasoning: 'reasoning_content',
      callId: (turn, call) => `call_0${call}_s${turn}`,
      usageIn: 'finish',
      usage: { prompt_cache_hit_tokens: 9_000, prompt_cache_miss_tokens: 125 },
      comment: 'keep-alive',
    },
  ),
  chat(
    'Groq',
    {
      preset: 'groq',
      model: 'openai/gpt-oss-120b',
      path: '/openai/v1',
      refuses: [...everyone, without('max_tokens'), atMost('max_completion_tokens', 65_536)],
    },
    {
      reasoning: 'reasoning',
      calls: 'whole',
      callId: (turn, call) => `fc_${turn}-${call}`,
      usageIn: 'x_groq',
    },
  ),
  chat(
    'OpenRouter',
    {
      preset: 'openrouter',
      path: '/api/v1',
      refuses: everyone,
      told: { input: 25, cacheRead: 9_000, cacheWrite: 100, output: 12 },
    },
    {
      reasoning: 'reasoning_details',
      calls: 'two-chunks',
      usageIn: 'finish',
      usage: { prompt_tokens_details: { cached_tokens: 9_000, cache_write_tokens: 100 } },
      comment: 'OPENROUTER PROCESSING',
      chunk: { provider: 'Scripted' },
    },
  ),
  chat(
    'Mistral',
    { preset: 'mistral', refuses: mistralRules },
    {
      reasoning: 'content-array',
      calls: 'whole',
      callId: nine,
      finishIn: 'last-call',
      usageIn: 'finish',
    },
  ),
  chat(
    'Codestral',
    {
      preset: 'codestral',
      model: 'codestral-latest',
      refuses: [...mistralRules, atMost('max_tokens', 4_096)],
      told: toldWithoutCache,
    },
    { calls: 'whole', callId: nine, finishIn: 'last-call', usageIn: 'finish', usage: {} },
  ),
  chat(
    'GLM on Mistral',
    { preset: 'mistral', refuses: mistralRules, idsReturn: false },
    {
      calls: 'two-chunks',
      callId: vllmId,
      laterPieces: { type: 'function', name: '' },
      usageIn: 'finish',
    },
  ),
  chat(
    'llama.cpp',
    { preset: 'llamacpp', auth: 'none', refuses: everyone },
    {
      reasoning: 'reasoning_content',
      calls: 'first-not-empty',
      callId: (turn, call) => `${turn}${call}`.padStart(32, 'k'),
      usage: {},
      chunk: { timings: { cache_n: 9_000, prompt_n: 125, predicted_n: 12 } },
    },
  ),
  chat(
    'xAI',
    {
      preset: 'xai',
      model: 'grok-4.3',
      refuses: everyone,
      // Reasoning stands beside the answer's tokens.
      told: { input: 125, cacheRead: 9_000, cacheWrite: 0, output: 42 },
    },
    {
      reasoning: 'reasoning_content',
      calls: 'whole',
      usage: {
        total_tokens: 9_167,
        prompt_tokens_details: { cached_tokens: 9_000 },
        completion_tokens_details: { reasoning_tokens: 30 },
      },
    },
  ),
  chat(
    'Alibaba',
    { refuses: everyone },
    { reasoning: 'reasoning_content', laterPieces: { id: '', type: 'function' } },
  ),
  chat(
    'Avian with Kimi',
    { refuses: everyone },
    {
      reasoning: 'reasoning_content',
      calls: 'two-chunks',
      callId: kimi,
      usageIn: 'finish',
      usage: { cached_tokens: 9_000 },
    },
  ),
  chat(
    'Moonshot',
    {
      preset: 'moonshot',
      model: 'kimi-k3',
      refuses: [...everyone, noForcedChoice, atMost('max_tokens', 131_072)],
    },
    {
      reasoning: 'reasoning_content',
      calls: 'two-chunks',
      callId: kimi,
      usageIn: 'finish',
      usage: { cached_tokens: 9_000 },
    },
  ),
  chat(
    'Kimi For Coding',
    {
      preset: 'kimi-coding',
      path: '/coding/v1',
      refuses: [...everyone, codingAgentsOnly, noForcedChoice],
    },
    {
      reasoning: 'reasoning_content',
      calls: 'two-chunks',
      callId: kimi,
      usage: { cached_tokens: 9_000 },
    },
  ),
  chat(
    'Hugging Face',
    { refuses: everyone },
    { reasoning: 'think-tag', calls: 'whole', callId: kimi },
  ),
  chat(
    'MiniMax',
    { preset: 'minimax', model: 'MiniMax-M3', refuses: everyone, told: toldWithoutCache },
    { reasoning: 'think-tag', usage: {} },
  ),
  chat(
    'vLLM',
    { preset: 'vllm', auth: 'none', refuses: everyone, told: toldWithoutCache },
    {
      reasoning: 'reasoning',
      callId: vllmId,
      usage: { prompt_tokens_details: null },
      chunk: { prompt_token_ids: null },
      delta: { reasoning_content: null },
    },
  ),
  chat(
    'Ollama',
    {
      preset: 'ollama',
      auth: 'none',
      refuses: [...everyone, without('tool_choice')],
      told: toldWithoutCache,
    },
    { reasoning: 'reasoning', calls: 'whole', usage: {}, delta: { role: 'assistant' } },
  ),
  chat(
    'Ollama Cloud',
    {
      preset: 'ollama-cloud',
      refuses: [...everyone, without('tool_choice')],
      told: toldWithoutCache,
    },
    { reasoning: 'reasoning', calls: 'whole', usage: {}, delta: { role: 'assistant' } },
  ),
  chat(
    'Cerebras',
    {
      preset: 'cerebras',
      model: 'zai-glm-4.7',
      refuses: [
        ...everyone,
        without('max_tokens', 'parallel_tool_calls', 'service_tier', 'store'),
        atMost('max_completion_tokens', 40_960),
        thinkTagsOnAnswers,
      ],
    },
    {
      reasoning: 'reasoning',
      calls: 'whole',
      callId: (turn, call) => `${turn}${call}`.padStart(9, '0'),
      usageIn: 'finish',
      chunk: { time_info: { queue_time: 0.1 } },
    },
  ),
  chat(
    'Fireworks',
    {
      preset: 'fireworks',
      model: 'accounts/fireworks/models/glm-5p2',
      path: '/inference/v1',
      refuses: [...everyone, without('reasoning_effort')],
    },
    { reasoning: 'reasoning_content', unfinished: '', usageIn: 'finish' },
  ),
  chat(
    'NVIDIA NIM',
    {
      preset: 'nvidia-nim',
      refuses: [...everyone, without('chat_template_kwargs', 'reasoning_effort', 'thinking')],
      told: toldWithoutCache,
    },
    {
      reasoning: 'reasoning_content',
      calls: 'two-chunks',
      callId: vllmId,
      usage: {},
      lineEnd: '\r\n',
    },
  ),
  chat(
    'Google AI Studio, compatible',
    { preset: 'google-ai-studio', path: '/v1beta/openai', refuses: [...everyone, signedCalls] },
    {
      calls: 'whole',
      callId: (turn, call) => `function-call-${turn}${call}`,
      signsCalls: true,
      withoutIndex: true,
      finishOfCalls: 'stop',
      usageIn: 'both',
      withoutDone: true,
    },
  ),
  chat(
    'OpenCode Zen',
    { preset: 'opencode-zen', path: '/zen/v1', refuses: [...everyone, openCodeSession] },
    { reasoning: 'reasoning_content', callId: kimi, usage: { cached_tokens: 9_000 } },
  ),
  chat(
    'OpenCode Go',
    { preset: 'opencode-go', path: '/zen/go/v1', refuses: [...everyone, openCodeSession] },
    { reasoning: 'reasoning_content', calls: 'two-chunks', usageIn: 'finish' },
  ),
  chat(
    'Wafer',
    { preset: 'wafer', model: 'GLM-5.1', refuses: everyone },
    { reasoning: 'reasoning_content', callId: vllmId },
  ),
];
