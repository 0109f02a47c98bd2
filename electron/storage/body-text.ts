import type { ExchangeBodies } from '../../shared/domain/bodies.ts';

/** Of each side; a conversation's history is in the request again every time and is not searched again. */
const MAX_CHARACTERS = 4096;

/** What was new in an exchange, in words: the last message of the request and the answer. */
export function newText({ request, response }: ExchangeBodies): string {
  const messages = field(parsed(request?.text), 'messages');
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : null;
  const answer = field(parsed(response?.text), 'content');
  return [field(last, 'content'), answer]
    .map((content) => texts(content).join('\n').slice(0, MAX_CHARACTERS))
    .filter((text) => text !== '')
    .join('\n');
}

/** What was cut in the middle is no JSON any more. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : null;
}

/** Blocks of text and of thinking, and what tools answered. */
function texts(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: unknown) => {
    const text = field(block, 'text') ?? field(block, 'thinking');
    return typeof text === 'string' ? [text] : texts(field(block, 'content'));
  });
}
