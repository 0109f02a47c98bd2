import { decodeBase64Url, encodeBase64Url } from './base64-url.ts';

/** Begins the `signature` of every thinking block that did not come from Anthropic. */
export const FOREIGN_SIGNATURE_PREFIX = 'switchyard.v1.';

/** Where an upstream put its reasoning, hence where it wants it back. */
export const reasoningFields = [
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'think-tag',
  'thinking-tag',
  'content-array',
  'call-signatures',
] as const;
export type ReasoningField = (typeof reasoningFields)[number];

/** What a foreign thinking block carries in its signature, because the client returns that verbatim. */
export interface ForeignThinking {
  /** Provider id, '' when unknown. */
  readonly provider: string;
  readonly field: ReasoningField;
  /** OpenRouter's `reasoning_details`, which must come back unchanged; `{id, signature}` of Gemini's calls. */
  readonly details?: readonly unknown[];
}

export function encodeForeignThinking(state: ForeignThinking): string {
  return FOREIGN_SIGNATURE_PREFIX + encodeBase64Url(JSON.stringify(state));
}

/** null when the signature is not ours (Anthropic's own, or empty). */
export function decodeForeignThinking(signature: unknown): ForeignThinking | null {
  if (typeof signature !== 'string' || !signature.startsWith(FOREIGN_SIGNATURE_PREFIX)) return null;
  const json = decodeBase64Url(signature.slice(FOREIGN_SIGNATURE_PREFIX.length));
  if (json === null) return null;
  try {
    const state = JSON.parse(json) as Partial<ForeignThinking> | null;
    const field = reasoningFields.find((known) => known === state?.field);
    if (field === undefined) return null;
    const details = Array.isArray(state?.details) ? { details: state.details } : {};
    return { provider: state?.provider ?? '', field, ...details };
  } catch {
    // A signature that was cut on its way: treated like any foreign one.
    return null;
  }
}
