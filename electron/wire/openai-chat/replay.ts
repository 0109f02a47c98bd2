import type { ContentBlock } from '../../../shared/wire/messages.ts';
import {
  decodeForeignThinking,
  type ForeignThinking,
  type ReasoningField,
} from '../foreign-thinking.ts';
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

interface ReplayTarget {
  readonly providerId: string;
  /** True: reasoning that came in a field of its own is read again as `<think>` only. */
  readonly asTags: boolean;
}

/**
 * Thinking blocks back to where they came from: only blocks whose signature is ours and names this provider (or
 * none). Anthropic's own, and those of another provider, are dropped and reported.
 */
export function encodeReplay(
  blocks: readonly { readonly block: ContentBlock; readonly path: string }[],
  { providerId, asTags }: ReplayTarget,
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
    const field = returnField(state.field, asTags);
    if (field === 'think-tag' || field === 'thinking-tag') prefix += tagged(field, text);
    else if (field === 'content-array') parts.push(text);
    else if (field !== 'reasoning_details' && text !== '') {
      texts[field] = (texts[field] ?? '') + text;
    }
  }
  const fields = details.length > 0 ? { ...texts, reasoning_details: details } : texts;
  return { fields, prefix, parts, callSignatures };
}

type ToldField = Exclude<ReasoningField, 'call-signatures'>;

function returnField(field: ToldField, asTags: boolean): ToldField {
  return asTags && field === 'reasoning' ? 'think-tag' : field;
}

function tagged(field: 'think-tag' | 'thinking-tag', text: string): string {
  const tag = field === 'think-tag' ? 'think' : 'thinking';
  return `<${tag}>${text}</${tag}>\n\n`;
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
