import { decodeBase64Url, encodeBase64Url } from './base64-url.ts';

const PREFIX = 'toolu_sy_';

/**
 * An upstream's tool-call id as the client may hold it: kept where Anthropic would accept it
 * (`^[a-zA-Z0-9_-]+$`), else carried whole behind our prefix, so that the way back needs no memory.
 */
export function clientToolId(upstreamId: string): string {
  const isSafe = /^[a-zA-Z0-9_-]+$/.test(upstreamId) && !upstreamId.startsWith(PREFIX);
  return isSafe ? upstreamId : PREFIX + encodeBase64Url(upstreamId);
}

/** `nine` is Mistral's rule (400 code 3280 otherwise), `forty` is OpenAI's longest. */
export type ToolIdForm = 'any' | 'nine' | 'forty';

/** Undoes `clientToolId`; ids that came from elsewhere are cut to the upstream's form, always in the same way. */
export function upstreamToolId(clientId: string, form: ToolIdForm): string {
  const carried = clientId.startsWith(PREFIX)
    ? decodeBase64Url(clientId.slice(PREFIX.length))
    : null;
  const id = carried ?? clientId;
  if (form === 'nine') return /^[a-zA-Z0-9]{9}$/.test(id) ? id : digest(id, 9);
  if (form === 'forty' && id.length > 40) return `call_${digest(id, 24)}`;
  return id;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Stable, not cryptographic: two FNV-1a rounds with different seeds, drawn out to `length` characters. */
export function digest(text: string, length: number): string {
  let result = '';
  for (let round = 0; result.length < length; round += 1) {
    let hash = (0x811c9dc5 ^ Math.imul(round + 1, 0x9e3779b1)) >>> 0;
    for (let i = 0; i < text.length; i += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
    }
    for (let drawn = 0; drawn < 5 && result.length < length; drawn += 1) {
      result += ALPHABET.charAt(hash % ALPHABET.length);
      hash = Math.floor(hash / ALPHABET.length);
    }
  }
  return result;
}
