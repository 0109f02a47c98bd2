import type { MessagesUsage } from '../../../shared/wire/messages.ts';
import type { ChatChunk, ChatUsage } from './schema.ts';

/** The usage a chunk carries, wherever the vendor put it; null when there is none worth keeping. */
export function usageOf(chunk: ChatChunk): MessagesUsage | null {
  const usage = [chunk.usage, chunk.x_groq?.usage].find(
    (candidate) => (candidate?.prompt_tokens ?? 0) + (candidate?.completion_tokens ?? 0) > 0,
  );
  return usage ? mapUsage(usage, chunk.timings?.cache_n ?? 0) : null;
}

/**
 * Splits chat-completion usage into disjoint Messages buckets (tokens): `prompt_tokens` includes what was cached,
 * `input_tokens` must not. xAI leaves reasoning out of `completion_tokens`; the total gives it away.
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export function mapUsage(usage: ChatUsage, cachedByTimings = 0): MessagesUsage {
  const prompt = usage.prompt_tokens ?? 0;
  const details = usage.prompt_tokens_details;
  const reported =
    details?.cached_tokens ??
    usage.prompt_cache_hit_tokens ??
    usage.cached_tokens ??
    cachedByTimings;
  const read = clamp(reported, prompt);
  const written = clamp(details?.cache_write_tokens ?? 0, prompt - read);
  return {
    input_tokens: prompt - read - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: outputTokens(usage, prompt),
  };
}

function outputTokens(usage: ChatUsage, prompt: number): number {
  const completion = usage.completion_tokens ?? Math.max(0, (usage.total_tokens ?? 0) - prompt);
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? 0;
  const isApart = reasoning > 0 && usage.total_tokens === prompt + completion + reasoning;
  return isApart ? completion + reasoning : completion;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most));
}

/** Used where the upstream counted nothing; marked, so that no one takes it for a count. */
export function estimatedUsage(inputTokens: number, outputCharacters: number): MessagesUsage {
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    // Four characters a token: the usual rule of thumb for English and code.
    output_tokens: Math.ceil(outputCharacters / 4),
    estimated: true,
  };
}
