import { redact } from '../../shared/base/redact.ts';

/** Longest quote of an upstream that is shown or kept. */
const MAX_WORDS = 300;

/** One line, bounded. */
export function cutWords(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_WORDS ? `${line.slice(0, MAX_WORDS - 1)}…` : line;
}

/** An upstream's own words without the secret that it may have echoed, nor anything shaped like one. */
export function redactWords(text: string, secret: string | null): string {
  return cutWords(redact(text, secret));
}

/**
 * The sentence inside an error body, whichever shape it has: `{error:{message}}`, `{error:"text"}`, `{message}`,
 * `{detail}`, `{msg}`, `{errors:[…]}` or a list of these; null when there is none.
 */
export function errorWords(json: unknown): string | null {
  if (typeof json === 'string') return json;
  if (Array.isArray(json)) return json.length === 0 ? null : errorWords(json[0]);
  if (typeof json !== 'object' || json === null) return null;
  const body = json as Readonly<Record<string, unknown>>;
  for (const name of ['error', 'errors', 'message', 'detail', 'msg', 'title']) {
    const words = errorWords(body[name]);
    if (words !== null && words !== '') return words;
  }
  return null;
}
