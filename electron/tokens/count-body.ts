import { Buffer } from 'node:buffer';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { countPrompt } from './estimate-prompt.ts';

/** The prompt of a Messages body in our own unit; null when it is none. */
export function countBody(body: Uint8Array): number | null {
  try {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
    const request = JSON.parse(text) as Partial<MessagesRequest> | null;
    if (!Array.isArray(request?.messages)) return null;
    return countPrompt(request as MessagesRequest).inputTokens;
  } catch {
    // Not JSON: the listener's own parse has said so to the client; here there is nothing to count.
    return null;
  }
}
