import type { TokenUsage } from '../domain/usage.ts';
import type { MessagesUsage } from './messages.ts';

/**
 * A Messages usage in disjoint buckets (tokens). `input_tokens` already leaves cached tokens out; cache writes without a
 * breakdown count as the five-minute kind. What is missing, negative or no number counts as 0.
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export function toTokenUsage(usage: MessagesUsage): TokenUsage {
  const written = count(usage.cache_creation_input_tokens);
  const cacheWrite1h = count(usage.cache_creation?.ephemeral_1h_input_tokens);
  const listed5m = count(usage.cache_creation?.ephemeral_5m_input_tokens);
  return {
    input: count(usage.input_tokens),
    cacheRead: count(usage.cache_read_input_tokens),
    cacheWrite5m: Math.max(listed5m, written - cacheWrite1h),
    cacheWrite1h,
    output: count(usage.output_tokens),
  };
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}
