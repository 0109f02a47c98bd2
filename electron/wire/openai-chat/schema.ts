import { z } from 'zod';

/**
 * The minimum that is read of chat completions, whole or streamed; unknown fields are kept and no field is required,
 * because some vendor leaves each of them out.
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
const text = z.string().nullish();

const toolCallSchema = z.looseObject({
  index: z.number().int().nullish().catch(null),
  id: text.catch(null),
  function: z.looseObject({ name: text, arguments: z.unknown().optional() }).nullish(),
  /** Gemini's endpoint for OpenAI clients signs its calls. */
  extra_content: z
    .looseObject({ google: z.looseObject({ thought_signature: text }).nullish() })
    .nullish()
    .catch(null),
});
export type ToolCallDelta = z.infer<typeof toolCallSchema>;

const messageSchema = z.looseObject({
  content: z.union([z.string(), z.array(z.unknown())]).nullish(),
  refusal: text,
  reasoning_content: text.catch(null),
  reasoning: text.catch(null),
  reasoning_details: z.array(z.unknown()).nullish().catch(null),
  tool_calls: z.array(toolCallSchema).nullish(),
  /** The deprecated single call. */
  function_call: z.looseObject({ name: text, arguments: z.unknown().optional() }).nullish(),
});
export type ChatDelta = z.infer<typeof messageSchema>;

const choiceSchema = z.looseObject({
  index: z.number().nullish(),
  delta: messageSchema.nullish(),
  message: messageSchema.nullish(),
  finish_reason: text,
});

const count = z.number().nullish().catch(null);

const usageSchema = z.looseObject({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  cached_tokens: count,
  prompt_cache_hit_tokens: count,
  prompt_tokens_details: z
    .looseObject({ cached_tokens: count, cache_write_tokens: count })
    .nullish()
    .catch(null),
  completion_tokens_details: z.looseObject({ reasoning_tokens: count }).nullish().catch(null),
});
export type ChatUsage = z.infer<typeof usageSchema>;

export const chunkSchema = z.looseObject({
  choices: z.array(choiceSchema).nullish(),
  usage: usageSchema.nullish().catch(null),
  x_groq: z.looseObject({ usage: usageSchema.nullish() }).nullish().catch(null),
  timings: z.looseObject({ cache_n: count }).nullish().catch(null),
  error: z.unknown().optional(),
});
/** One chunk of a stream, or a whole answer (`message` in place of `delta`). */
export type ChatChunk = z.infer<typeof chunkSchema>;

const rareChunkFields = ['usage', 'x_groq', 'timings'];
const rareDeltaFields = ['tool_calls', 'function_call', 'reasoning_details', 'refusal'];
const textDeltaFields = ['content', 'reasoning_content', 'reasoning'];

/** A chunk of nothing but text: nearly all of them, and known without the schema, which costs ten times as much. */
export function isPlainChunk(value: unknown): value is ChatChunk {
  if (!isFields(value) || rareChunkFields.some((field) => isSaid(value[field]))) return false;
  const choices = value['choices'];
  if (!Array.isArray(choices) || choices.length !== 1) return false;
  const choice: unknown = choices[0];
  if (!isFields(choice) || isSaid(choice['message']) || !isFields(choice['delta'])) return false;
  if (choice['index'] !== 0 || !isTextOrNone(choice['finish_reason'])) return false;
  const delta = choice['delta'];
  return (
    !rareDeltaFields.some((field) => isSaid(delta[field])) &&
    textDeltaFields.every((field) => isTextOrNone(delta[field]))
  );
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isTextOrNone(value: unknown): boolean {
  return !isSaid(value) || typeof value === 'string';
}
