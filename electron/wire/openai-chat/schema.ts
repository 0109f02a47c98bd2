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
