import type { MessagesRequest } from '../../shared/wire/messages.ts';

/**
 * The conversation that a request belongs to. Header first; else `metadata.user_id`, a JSON string today and
 * `user_…_session_<uuid>` in older clients. null where neither names one. `header` gives '' for what is not there.
 */
export function sessionOf(
  request: MessagesRequest,
  header: (name: string) => string,
): string | null {
  const named = header('x-claude-code-session-id') || header('session-id');
  if (named !== '') return named;
  const userId = request.metadata?.user_id;
  if (typeof userId !== 'string') return null;
  return /(?:"session_id"\s*:\s*"|_session_)([\w-]{8,64})/.exec(userId)?.[1] ?? null;
}
