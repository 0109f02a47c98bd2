import type { ReasoningField } from '../foreign-thinking.ts';
import type { ChatDelta } from './schema.ts';

export interface ReasoningPiece {
  readonly text: string;
  readonly field: ReasoningField;
  readonly details: readonly unknown[];
}

/**
 * Reasoning in its own field: `reasoning_content`, `reasoning`, or only in `reasoning_details`. Vendors that send
 * several say the same in each, so the first with words counts.
 */
export function readReasoning(delta: ChatDelta): ReasoningPiece {
  const details = (delta.reasoning_details ?? []).filter(
    (detail) => typeof detail === 'object' && detail !== null,
  );
  if (delta.reasoning_content) {
    return { text: delta.reasoning_content, field: 'reasoning_content', details };
  }
  if (delta.reasoning) return { text: delta.reasoning, field: 'reasoning', details };
  const text = details
    .map((detail) => {
      const { text: words, summary } = detail as { text?: unknown; summary?: unknown };
      return [words, summary].find((candidate) => typeof candidate === 'string') ?? '';
    })
    .join('');
  return { text, field: 'reasoning_details', details };
}

/**
 * Content as a string, or Mistral's array of `{type:"text"}` and `{type:"thinking", thinking:[{text}]}`. A refusal
 * is text: the user is to read it.
 */
export function readContent(
  delta: ChatDelta,
): readonly { readonly kind: 'text' | 'thinking'; readonly text: string }[] {
  const { content, refusal } = delta;
  const pieces =
    typeof content === 'string'
      ? [{ kind: 'text' as const, text: content }]
      : (content ?? []).map(readPart);
  if (refusal) pieces.push({ kind: 'text', text: refusal });
  return pieces.filter(({ text }) => text !== '');
}

function readPart(part: unknown): { kind: 'text' | 'thinking'; text: string } {
  if (typeof part === 'string') return { kind: 'text', text: part };
  const { type, text, thinking } = (part ?? {}) as Readonly<Record<string, unknown>>;
  if (type === 'thinking') return { kind: 'thinking', text: textsOf(thinking) };
  return { kind: 'text', text: textsOf(text) };
}

function textsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  return value.map((part: unknown) => textsOf((part as { text?: unknown } | null)?.text)).join('');
}
