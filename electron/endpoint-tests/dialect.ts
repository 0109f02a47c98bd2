import { z } from 'zod';
import type { SseFrame } from '../wire/sse.ts';
import type { LabWire } from './addresses.ts';

/** One question to a model, in no dialect yet. */
export interface ModelAsk {
  readonly model: string;
  readonly prompt: string;
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly tool?: ToolAsk;
  /** Asks for thinking where the wire has a switch for it. */
  readonly thinking?: boolean;
  /** Older chat servers say `max_tokens`; OpenAI's reasoning models refuse it. */
  readonly newTokenLimitName?: boolean;
}
export interface ToolAsk {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What one frame of a raw stream brought. The Lab reads the wire itself: an adapter would hide its faults. */
export interface StreamPiece {
  readonly text: string;
  readonly reasoning: string;
  readonly tools: readonly {
    readonly index: number;
    readonly name: string;
    readonly arguments: string;
  }[];
  /** Tokens generated so far, as the endpoint counts them. */
  readonly outputTokens: number | null;
  readonly finish: string | null;
  readonly error: unknown;
}

const nothing: StreamPiece = {
  text: '',
  reasoning: '',
  tools: [],
  outputTokens: null,
  finish: null,
  error: null,
};

export function encodeAsk(wire: LabWire, ask: ModelAsk): Readonly<Record<string, unknown>> {
  return wire === 'openai-chat' ? encodeChat(ask) : encodeMessages(ask);
}

function encodeChat(ask: ModelAsk): Readonly<Record<string, unknown>> {
  return {
    model: ask.model,
    messages: [{ role: 'user', content: ask.prompt }],
    [ask.newTokenLimitName === true ? 'max_completion_tokens' : 'max_tokens']: ask.maxTokens,
    stream: ask.stream,
    ...(ask.stream ? { stream_options: { include_usage: true } } : {}),
    ...(ask.thinking === true ? { chat_template_kwargs: { enable_thinking: true } } : {}),
    ...(ask.tool === undefined
      ? {}
      : {
          tools: [
            {
              type: 'function',
              function: {
                name: ask.tool.name,
                description: ask.tool.description,
                parameters: ask.tool.schema,
              },
            },
          ],
        }),
  };
}

function encodeMessages(ask: ModelAsk): Readonly<Record<string, unknown>> {
  return {
    model: ask.model,
    messages: [{ role: 'user', content: ask.prompt }],
    // The budget must stay below max_tokens, and 1024 is the smallest that the API takes.
    max_tokens: ask.thinking === true ? ask.maxTokens + 1024 : ask.maxTokens,
    stream: ask.stream,
    ...(ask.thinking === true ? { thinking: { type: 'enabled', budget_tokens: 1024 } } : {}),
    ...(ask.tool === undefined
      ? {}
      : {
          tools: [
            {
              name: ask.tool.name,
              description: ask.tool.description,
              input_schema: ask.tool.schema,
            },
          ],
        }),
  };
}

/** Absent, null and a value of a strange type read alike: as nothing. */
const text = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? '');
const word = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);
const count = z
  .number()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const chatDelta = z.object({
  content: text,
  reasoning: text,
  reasoning_content: text,
  tool_calls: z
    .array(
      z.object({
        index: count,
        function: z.object({ name: text, arguments: z.unknown().optional() }),
      }),
    )
    .nullish(),
});
const chatChunk = z.object({
  choices: z.array(z.object({ finish_reason: word, delta: chatDelta.nullish() })).nullish(),
  usage: z.object({ completion_tokens: count }).nullish(),
  error: z.unknown().optional(),
});

const messagesEvent = z.object({
  type: z.string(),
  index: count,
  content_block: z
    .object({
      type: z.string(),
      name: text,
      text,
      thinking: text,
      input: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  delta: z.object({ text, thinking: text, partial_json: word, stop_reason: word }).nullish(),
  usage: z.object({ output_tokens: count }).nullish(),
  error: z.unknown().optional(),
});

/** null for a frame that is not of this wire; the end marker is an empty piece. */
export function decodePiece(wire: LabWire, frame: SseFrame): StreamPiece | null {
  if (frame.data.trim() === '[DONE]') return nothing;
  const json = parseData(frame.data);
  return wire === 'openai-chat' ? decodeChunk(json) : decodeMessagesEvent(json);
}

function decodeChunk(json: unknown): StreamPiece | null {
  const parsed = chatChunk.safeParse(json);
  if (!parsed.success) return null;
  const { choices, usage, error } = parsed.data;
  const choice = choices?.[0];
  const delta = choice?.delta;
  return {
    text: delta?.content ?? '',
    reasoning: delta === null || delta === undefined ? '' : reasoningOf(delta),
    tools: (delta?.tool_calls ?? []).map((call, position) => ({
      index: call.index ?? position,
      name: call.function.name,
      arguments: argumentText(call.function.arguments),
    })),
    outputTokens: usage?.completion_tokens ?? null,
    finish: choice?.finish_reason ?? null,
    error: error ?? null,
  };
}

/** vLLM of the day and Ollama say `reasoning`, older ones and most vendors `reasoning_content`. */
function reasoningOf(delta: z.infer<typeof chatDelta>): string {
  return delta.reasoning === '' ? delta.reasoning_content : delta.reasoning;
}

function decodeMessagesEvent(json: unknown): StreamPiece | null {
  const parsed = messagesEvent.safeParse(json);
  if (!parsed.success) return null;
  const event = parsed.data;
  return {
    ...nothing,
    ...readBlockStart(event),
    ...readDelta(event),
    error: event.type === 'error' ? (event.error ?? 'error') : null,
  };
}

type MessagesEventData = z.infer<typeof messagesEvent>;

function readBlockStart({ index, content_block: block }: MessagesEventData): Partial<StreamPiece> {
  if (block === null || block === undefined) return {};
  if (block.type === 'tool_use') {
    // Empty by the contract; a server that gives the whole input here sends no deltas for it.
    const isWhole = Object.keys(block.input ?? {}).length > 0;
    const given = isWhole ? JSON.stringify(block.input) : '';
    return { tools: [{ index: index ?? 0, name: block.name, arguments: given }] };
  }
  return { text: block.text, reasoning: block.thinking };
}

function readDelta({ type, index, delta, usage }: MessagesEventData): Partial<StreamPiece> {
  if (delta === null || delta === undefined) return {};
  const { partial_json: json, stop_reason: finish, text: words, thinking } = delta;
  return {
    text: words,
    reasoning: thinking,
    tools: json === null ? [] : [{ index: index ?? 0, name: '', arguments: json }],
    finish,
    // `message_start` carries a placeholder; the count of `message_delta` is the whole.
    outputTokens: type === 'message_delta' ? (usage?.output_tokens ?? null) : null,
  };
}

function argumentText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function parseData(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    // A frame that is no JSON belongs to no wire; the caller counts it.
    return undefined;
  }
}

const chatAnswer = z.object({
  choices: z.array(z.object({ message: z.unknown() })).min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish(),
});
const messagesAnswer = z.object({
  type: z.literal('message'),
  content: z.array(z.unknown()),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
    })
    .nullish(),
});

export interface AnswerUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Whether a whole answer is of this wire; its usage when it says so (tokens). */
export function decodeAnswer(
  wire: LabWire,
  json: unknown,
): { readonly usage: AnswerUsage | null } | null {
  if (wire === 'openai-chat') {
    const parsed = chatAnswer.safeParse(json);
    if (!parsed.success) return null;
    const usage = parsed.data.usage;
    return { usage: usageOf(usage?.prompt_tokens, usage?.completion_tokens) };
  }
  const parsed = messagesAnswer.safeParse(json);
  if (!parsed.success) return null;
  const usage = parsed.data.usage;
  if (usage?.input_tokens == null) return { usage: null };
  const cached = (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
  return { usage: usageOf(usage.input_tokens + cached, usage.output_tokens) };
}

function usageOf(input: number | null | undefined, output: number | null | undefined) {
  if (input == null || output == null) return null;
  return { inputTokens: input, outputTokens: output };
}
