import type { ContentBlock, MessagesUsage } from '../../shared/wire/messages.ts';
import { isErrorBody } from '../wire/anthropic-messages/decode.ts';
import type { RelayContext } from './outcome.ts';
import { signatureOf } from './signature-in.ts';

/** An answer that came in one piece, as far as it says something to us. */
export interface WholeAnswer {
  readonly text: string;
  readonly usage: MessagesUsage | null;
  /** An error in spite of its 200. */
  readonly isError: boolean;
  /** It is what was asked for. */
  readonly isExpected: boolean;
  readonly signatures: readonly string[];
}

/** Never throws: what is no JSON has neither usage nor signatures. */
export function readWholeAnswer(
  chunks: readonly Uint8Array[],
  expects: RelayContext['expects'],
): WholeAnswer {
  const text = Buffer.concat(chunks).toString();
  const body = parsed(text);
  const content = body?.['content'];
  const signatures = (Array.isArray(content) ? (content as readonly ContentBlock[]) : [])
    .map(signatureOf)
    .filter((signature) => signature !== null);
  return {
    text,
    usage: (body?.['usage'] ?? null) as MessagesUsage | null,
    isError: isErrorBody(body),
    isExpected: isExpected(body, expects),
    signatures,
  };
}

function isExpected(body: Fields | null, expects: RelayContext['expects']): boolean {
  switch (expects) {
    case 'message':
      return Array.isArray(body?.['content']);
    case 'count':
      return typeof body?.['input_tokens'] === 'number';
    case 'stream':
      return false;
    case 'anything':
      return true;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): Fields | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Fields) : null;
  } catch {
    // The client gets the bytes, or our own words in their place; there is nothing to bill.
    return null;
  }
}
