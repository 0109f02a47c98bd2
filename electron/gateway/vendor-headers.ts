import type { Quirk } from '../../shared/domain/quirk.ts';
import { headerValue, type RawHeaders } from './headers.ts';

/** What a conversation is known by. */
export interface Conversation {
  /** The client's own name for it. */
  readonly sessionId: string | null;
  /** A digest of the first turn, which stays while the conversation grows. */
  readonly firstTurn: string | null;
}

/** Headers that this vendor wants and that no other is told, names and values in turn. */
export function vendorHeaders(
  quirks: readonly Quirk[],
  conversation: Conversation,
  headers: RawHeaders,
): string[] {
  const userAgent = headerValue(headers, 'user-agent');
  const id = idOf(conversation);
  return [
    ...(quirks.includes('opencode-session') && id !== null ? ['x-opencode-session', id] : []),
    ...(quirks.includes('forward-user-agent') && userAgent !== null
      ? ['user-agent', userAgent]
      : []),
  ];
}

/** One id for each conversation: the vendor keeps its prompt cache by it. */
function idOf({ sessionId, firstTurn }: Conversation): string | null {
  return sessionId !== null && /^[\x21-\x7e]{1,128}$/.test(sessionId) ? sessionId : firstTurn;
}
