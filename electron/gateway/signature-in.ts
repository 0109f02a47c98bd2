import type { ContentBlock, MessagesEvent } from '../../shared/wire/messages.ts';

/** A thought's signature, whole in one event; null in all others. */
export function signatureIn(event: MessagesEvent): string | null {
  if (event.type === 'content_block_delta') {
    return event.delta.type === 'signature_delta' ? event.delta.signature : null;
  }
  return event.type === 'content_block_start' ? signatureOf(event.content_block) : null;
}

/** The opaque state of a thinking or redacted block. */
export function signatureOf(block: ContentBlock): string | null {
  const state = block.type === 'redacted_thinking' ? block['data'] : block.signature;
  return typeof state === 'string' && state !== '' ? state : null;
}
