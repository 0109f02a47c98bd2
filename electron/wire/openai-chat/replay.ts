import type { ContentBlock } from '../../../shared/wire/messages.ts';
import { decodeForeignThinking, type ForeignThinking } from '../foreign-thinking.ts';
import type { LossReport } from './loss.ts';
import { restoreDetails } from './reasoning-details.ts';

/** Reasoning to put back on an assistant message, in the field that it came from. */
export interface Replay {
  readonly fields: {
    readonly reasoning_content?: string;
    readonly reasoning?: string;
    readonly reasoning_details?: readonly unknown[];
  };
  /** Goes in front of the content (`<think>` tags). */
  readonly prefix: string;
  /** Thinking parts of a content array (Mistral). */
  readonly parts: readonly string[];
  /** Gemini's signatures by the client's tool id. */
  readonly callSignatures: ReadonlyMap<string, string>;
}

/**
 * Thinking blocks back to where they came from: only blocks whose signature is ours and names this provider (or
 * none). Anthropic's own, and those of another provider, are dropped and reported.
 */
export function encodeReplay(
  blocks: readonly { readonly block: ContentBlock; readonly path: string }[],
  providerId: string,
  loss: LossReport,
): Replay {
  const texts: Partial<Record<'reasoning_content' | 'reasoning', string>> = {};
  const details: unknown[] = [];
  const parts: string[] = [];
  const callSignatures = new Map<string, string>();
  let prefix = '';
  for (const { block, path } of blocks) {
    const state = decodeForeignThinking(block.signature ?? block['data']);
    if (!isOf(state, providerId)) {
      loss.add(path, 'thinking of another provider is not sent on');
      continue;
    }
    const text = typeof block.thinking === 'string' ? block.thinking : '';
    if (state.field === 'call-signatures') {
      for (const [id, signature] of signaturesIn(state.details)) callSignatures.set(id, signature);
      continue;
    }
    if (state.details) details.push(...restoreDetails(state.details, text));
    if (state.field === 'think-tag') prefix += `<think>${text}</think>\n\n`;
    else if (state.field === 'thinking-tag') prefix += `<thinking>${text}</thinking>\n\n`;
    else if (state.field === 'content-array') parts.push(text);
    else if (state.field !== 'reasoning_details' && text !== '') {
      texts[state.field] = (texts[state.field] ?? '') + text;
    }
  }
  const fields = details.length > 0 ? { ...texts, reasoning_details: details } : texts;
  return { fields, prefix, parts, callSignatures };
}

function signaturesIn(details: ForeignThinking['details']): readonly (readonly [string, string])[] {
  return (details ?? []).flatMap((detail) => {
    const { id, signature } = (detail ?? {}) as { id?: unknown; signature?: unknown };
    return typeof id === 'string' && typeof signature === 'string'
      ? [[id, signature] as const]
      : [];
  });
}

function isOf(state: ForeignThinking | null, providerId: string): state is ForeignThinking {
  return state !== null && (state.provider === '' || state.provider === providerId);
}
