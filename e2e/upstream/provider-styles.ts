import { Buffer } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chatCallId, chatFrames, type ChatTraits } from './chat-style.ts';
import { anthropicAnswer, openaiAnswer, type Block } from './dialects.ts';
import { messagesCallId, messagesFrames, type MessagesTraits } from './messages-style.ts';
import type { Script } from './scripted-upstream.ts';

/** One vendor's manner of streaming, from recordings and reports, written anew with our own content. */
export type ProviderStyle =
  | { readonly name: string; readonly wire: 'openai-chat'; readonly traits: ChatTraits }
  | { readonly name: string; readonly wire: 'anthropic-messages'; readonly traits: MessagesTraits };

const chat = (name: string, traits: ChatTraits): ProviderStyle => ({
  name,
  wire: 'openai-chat',
  traits,
});
const messages = (name: string, traits: MessagesTraits): ProviderStyle => ({
  name,
  wire: 'anthropic-messages',
  traits,
});

/** Nine letters and digits, all that Mistral takes. */
const nine = (turn: number, call: number): string => `aB${turn}d${call}`.padEnd(9, 'Z').slice(0, 9);
/** `functions.Write:0`, which Anthropic's own rules for ids refuse, and which comes again in each turn. */
const kimi = (_: number, call: number, name: string): string => `functions.${name}:${call}`;
const vllmId = (turn: number, call: number): string => `chatcmpl-tool-${turn}f0e${call}`;

export const providerStyles: readonly ProviderStyle[] = [
  chat('OpenAI', {}),
  chat('Azure OpenAI', {
    opening: ['{"choices":[],"prompt_filter_results":[{"prompt_index":0}],"model":"","id":""}'],
  }),
  chat('Z.AI', {
    reasoning: 'reasoning_content',
    calls: 'whole',
    usageIn: 'finish',
    delta: { role: 'assistant' },
  }),
  chat('DeepSeek', {
    reasoning: 'reasoning_content',
    callId: (turn, call) => `call_0${call}_s${turn}`,
    usageIn: 'finish',
    usage: { prompt_cache_hit_tokens: 9_000, prompt_cache_miss_tokens: 125 },
  }),
  chat('Groq', {
    reasoning: 'reasoning',
    calls: 'whole',
    callId: (turn, call) => `fc_${turn}-${call}`,
    usageIn: 'x_groq',
  }),
  chat('OpenRouter', {
    reasoning: 'reasoning_details',
    calls: 'two-chunks',
    usageIn: 'finish',
    comment: 'OPENROUTER PROCESSING',
    chunk: { provider: 'Scripted' },
  }),
  chat('Mistral', {
    reasoning: 'content-array',
    calls: 'whole',
    callId: nine,
    finishIn: 'last-call',
    usageIn: 'finish',
  }),
  chat('GLM on Mistral', {
    calls: 'two-chunks',
    callId: vllmId,
    laterPieces: { type: 'function', name: '' },
    usageIn: 'finish',
  }),
  chat('llama.cpp', {
    reasoning: 'reasoning_content',
    calls: 'first-not-empty',
    callId: (turn, call) => `${turn}${call}`.padStart(32, 'k'),
    chunk: { timings: { cache_n: 9_000, prompt_n: 125, predicted_n: 12 } },
  }),
  chat('xAI', { reasoning: 'reasoning_content', calls: 'whole' }),
  chat('Alibaba', { reasoning: 'reasoning_content', laterPieces: { id: '', type: 'function' } }),
  chat('Avian with Kimi', {
    reasoning: 'reasoning_content',
    calls: 'two-chunks',
    callId: kimi,
    usageIn: 'finish',
    usage: { cached_tokens: 9_000 },
  }),
  chat('Hugging Face', { reasoning: 'think-tag', calls: 'whole', callId: kimi }),
  chat('vLLM', {
    reasoning: 'reasoning',
    callId: vllmId,
    chunk: { prompt_token_ids: null },
    delta: { reasoning_content: null },
  }),
  chat('Ollama', { reasoning: 'reasoning', calls: 'whole', delta: { role: 'assistant' } }),
  chat('Cerebras', {
    reasoning: 'reasoning',
    calls: 'whole',
    callId: (turn, call) => `${turn}${call}`.padStart(9, '0'),
    usageIn: 'finish',
    chunk: { time_info: { queue_time: 0.1 } },
  }),
  chat('Fireworks', { reasoning: 'reasoning_content', unfinished: '', usageIn: 'finish' }),
  chat('NVIDIA NIM', {
    reasoning: 'reasoning_content',
    calls: 'two-chunks',
    callId: vllmId,
    lineEnd: '\r\n',
  }),
  chat('Gemini, compatible', {
    calls: 'whole',
    callId: (turn, call) => `function-call-${turn}${call}`,
    withoutIndex: true,
    finishOfCalls: 'stop',
    usageIn: 'both',
    withoutDone: true,
  }),
  messages('Anthropic', {}),
  messages('MiniMax', {
    wholeInput: true,
    callId: (turn, call) => `call_function_${turn}_${call}`,
    startUsage: { input_tokens: 0, output_tokens: 0 },
    endUsage: { input_tokens: 125, cache_read_input_tokens: 9_000, output_tokens: 12 },
  }),
  messages('DeepSeek /anthropic', {
    withoutPings: true,
    callId: (turn, call) => `call_0${call}_a${turn}`,
    startUsage: { input_tokens: 9_125, output_tokens: 0 },
  }),
  messages('LM Studio', {
    withoutPings: true,
    withoutSignature: true,
    callId: (turn, call) => `${turn}${call}12345678`,
  }),
];

/** Prime and small: no cut falls on a frame's end for long, many fall within a character. */
const CUTS = [61, 7, 131, 3, 17, 251];

/** Answers as the vendor would, in pieces cut anywhere. Without `stream` the plain dialect has to do. */
export function styledAnswer(style: ProviderStyle, blocks: readonly Block[], turn: number): Script {
  return async (response, request, index) => {
    const asked = JSON.parse(request.body.toString()) as { readonly stream?: boolean };
    if (asked.stream !== true) {
      const plain = style.wire === 'openai-chat' ? openaiAnswer : anthropicAnswer;
      plain(blocks)(response, request, index);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const bytes = Buffer.from(styledFrames(style, blocks, turn).join(''));
    for (let at = 0, cut = turn; at < bytes.length; cut += 1) {
      const size = CUTS[cut % CUTS.length] ?? 1;
      response.write(bytes.subarray(at, at + size));
      at += size;
      // A piece of its own on the socket, instead of one that the runtime joins with the next.
      await nextTurn();
    }
    response.end();
  };
}

/** The id that the vendor gives the call with this number in its answer. */
export function callIdOf(style: ProviderStyle, turn: number, call: number, name: string): string {
  return style.wire === 'openai-chat'
    ? chatCallId(style.traits, turn, call, name)
    : messagesCallId(style.traits, turn, call);
}

function styledFrames(
  style: ProviderStyle,
  blocks: readonly Block[],
  turn: number,
): readonly string[] {
  return style.wire === 'openai-chat'
    ? chatFrames(style.traits, blocks, turn)
    : messagesFrames(style.traits, blocks, turn);
}
