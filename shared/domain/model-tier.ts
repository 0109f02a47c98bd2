import type { ModelTier } from './rule.ts';

/** By name, wherever it stands in it: `openrouter,anthropic/claude-sonnet-4.5` is sonnet. */
export function tierOf(model: string): ModelTier {
  const match = /fable|opus|sonnet|haiku/i.exec(model);
  return match === null ? 'other' : (match[0].toLowerCase() as ModelTier);
}
