import { createHash } from 'node:crypto';
import { findMember, firstElement } from '../wire/anthropic-messages/json-scan.ts';
import { headerValue, type RawHeaders } from './headers.ts';

/** The client asks again within the same second; whoever asks later means it. */
const MEMORY_MS = 15_000;
const MAX_REMEMBERED = 64;
/** Some million tokens. A larger one takes longer to scan than streams should wait. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** What Claude Code asks with where a stream ended after a whole block; seen with 2.1.329. */
const RESUME = 'cut off mid-stream';

interface Asked {
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

interface Cancelled {
  /** Of all messages, byte for byte. */
  readonly messages: string;
  /** Of the session and the first message, which stays the same while the conversation grows. */
  readonly conversation: string;
  readonly until: number;
}

/**
 * What was just cancelled in mid-stream. Claude Code takes the `error` event for a fault of the stream: it asks for the
 * same once more without a stream, or to go on where the answer broke off. Without this memory a cancelled request
 * would be answered, and paid for, all the same. Times are monotonic ms.
 */
export class RecentCancels {
  #cancelled: readonly Cancelled[] = [];

  remember(asked: Asked, now: number): void {
    const found = messagesOf(asked.body);
    if (found === null) return;
    const { messages, first } = found;
    const cancelled = {
      messages: digest(messages),
      conversation: conversationOf(asked.headers, first),
      until: now + MEMORY_MS,
    };
    this.#cancelled = [...this.#cancelled, cancelled].slice(-MAX_REMEMBERED);
  }

  /** True once for what was cancelled, when the client asks for it again on its own account. */
  take(asked: Asked, now: number): boolean {
    this.#cancelled = this.#cancelled.filter(({ until }) => until >= now);
    if (this.#cancelled.length === 0) return false;
    const found = messagesOf(asked.body);
    if (found === null) return false;
    const match = this.#cancelled.find(repeatOf(asked, found));
    this.#cancelled = this.#cancelled.filter((each) => each !== match);
    return match !== undefined;
  }
}

/** Of what the client asks for again when nobody told it to: the same without a stream, or the rest of it. */
function repeatOf(
  { headers, body }: Asked,
  { messages, first }: Messages,
): (cancelled: Cancelled) => boolean {
  if (!asksForStream(body)) {
    const same = digest(messages);
    return (cancelled) => cancelled.messages === same;
  }
  if (!asksToResume(messages)) return () => false;
  const same = conversationOf(headers, first);
  return (cancelled) => cancelled.conversation === same;
}

interface Messages {
  readonly messages: Uint8Array;
  readonly first: Uint8Array;
}

function messagesOf(body: Uint8Array): Messages | null {
  const member = body.length > MAX_BODY_BYTES ? null : findMember(body, 'messages');
  const first = member && firstElement(body, member.valueStart);
  if (member === null || first === null) return null;
  return {
    messages: body.subarray(member.valueStart, member.valueEnd),
    first: body.subarray(first.start, first.end),
  };
}

function conversationOf(headers: RawHeaders, first: Uint8Array): string {
  // The mark for the prompt cache moves on with the last message.
  const text = textOf(first).replaceAll(/,?"cache_control":\{[^{}]*\}/g, '');
  const session = headerValue(headers, 'x-claude-code-session-id') ?? '';
  return digest(new TextEncoder().encode(`${session}\n${text}`));
}

/** The phrase stands in the last message, and nowhere before it alone. */
function asksToResume(messages: Uint8Array): boolean {
  const text = Buffer.from(messages.buffer, messages.byteOffset, messages.byteLength);
  const at = text.lastIndexOf(RESUME);
  return at !== -1 && text.indexOf('"role":', at) === -1;
}

function asksForStream(body: Uint8Array): boolean {
  const member = findMember(body, 'stream');
  return member !== null && textOf(body.subarray(member.valueStart, member.valueEnd)) === 'true';
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
