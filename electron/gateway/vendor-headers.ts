import { createHash } from 'node:crypto';
import type { Quirk } from '../../shared/domain/quirk.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { headerValue, type RawHeaders } from './headers.ts';
import { sessionOf } from './session-of.ts';

/** Headers that this vendor wants and that no other is told, names and values in turn. */
export function vendorHeaders(
  quirks: readonly Quirk[],
  request: MessagesRequest | null,
  headers: RawHeaders,
): string[] {
  const userAgent = headerValue(headers, 'user-agent');
  return [
    ...(quirks.includes('opencode-session')
      ? ['x-opencode-session', conversationOf(request, headers)]
      : []),
    ...(quirks.includes('forward-user-agent') && userAgent !== null
      ? ['user-agent', userAgent]
      : []),
  ];
}

/**
 * One id for each conversation: the client's own, else a digest of the first turn, which stays while the conversation
 * grows. The vendor keeps its prompt cache by it.
 */
function conversationOf(request: MessagesRequest | null, headers: RawHeaders): string {
  const header = (name: string): string => headerValue(headers, name) ?? '';
  const named = request === null ? null : sessionOf(request, header);
  if (named !== null && /^[\x21-\x7e]{1,128}$/.test(named)) return named;
  const first = JSON.stringify(request?.messages[0] ?? null);
  return createHash('sha256').update(first).digest('hex').slice(0, 32);
}
