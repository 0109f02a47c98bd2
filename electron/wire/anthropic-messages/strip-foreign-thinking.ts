import { FOREIGN_SIGNATURE_PREFIX } from '../foreign-thinking.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Takes thinking that a translated upstream wrote out of a raw request, because Anthropic (and whoever checks
 * signatures) refuses it with "Invalid signature in thinking block". The same array when there is none, which is
 * the rule; else the body is written anew. A turn that held nothing else is left out.
 */
export function stripForeignThinking(body: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(body);
  if (!text.includes(`"${FOREIGN_SIGNATURE_PREFIX}`)) return body;
  const request = parse(text);
  if (!request || !Array.isArray(request['messages'])) return body;
  let removed = 0;
  const messages = (request['messages'] as readonly Fields[]).flatMap((message) => {
    const content: unknown = message['content'];
    if (!Array.isArray(content)) return [message];
    const kept = content.filter((block) => !isForeign(block as Fields));
    if (kept.length === content.length) return [message];
    removed += content.length - kept.length;
    return kept.length === 0 ? [] : [{ ...message, content: kept }];
  });
  return removed === 0 ? body : new TextEncoder().encode(JSON.stringify({ ...request, messages }));
}

function isForeign(block: Fields | null): boolean {
  const state =
    block?.['type'] === 'thinking'
      ? block['signature']
      : block?.['type'] === 'redacted_thinking'
        ? block['data']
        : null;
  return typeof state === 'string' && state.startsWith(FOREIGN_SIGNATURE_PREFIX);
}

function parse(text: string): Fields | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    // Not ours to judge: the upstream refuses it.
    return null;
  }
}
