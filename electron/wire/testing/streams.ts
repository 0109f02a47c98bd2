import type { Message, MessagesEvent } from '../../../shared/wire/messages.ts';
import type { MessageSeed } from '../adapter.ts';
import { openaiChat } from '../openai-chat/adapter.ts';
import { SseDecoder, type SseFrame } from '../sse.ts';
import type { EndCause } from '../translator.ts';

/** Helpers of this folder's tests. */
export const seed: MessageSeed = { id: 'msg_test', model: 'claude-test', estimatedInputTokens: 7 };

/** The bytes in pieces of the given sizes (repeated until all is cut). */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

export function framesOf(pieces: readonly Uint8Array[]): SseFrame[] {
  const decoder = new SseDecoder();
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()];
}

/** What the gateway does with a chat stream: an error inside it ends it as an `error` event. */
export function translateFrames(
  frames: readonly SseFrame[],
  cause: EndCause = 'complete',
  from: MessageSeed = seed,
): MessagesEvent[] {
  const translator = openaiChat.translate(from);
  const events: MessagesEvent[] = [];
  for (const frame of frames) {
    const decoded = openaiChat.decodeEvent(frame);
    if (!decoded.ok) {
      const { type, message } = decoded.error;
      return [...events, { type: 'error', error: { type, message } }];
    }
    if (decoded.value === 'done') break;
    if (decoded.value !== 'ignore') events.push(...translator.push(decoded.value));
  }
  return [...events, ...translator.end(cause)];
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function sseOf(payloads: readonly unknown[]): string {
  return payloads.map((payload) => `data: ${JSON.stringify(payload)}\n\n`).join('');
}

export interface Summary {
  readonly text: string;
  readonly thinking: string;
  readonly tools: readonly { readonly name: string; readonly input: unknown }[];
}

export function summarize(message: Message | null): Summary {
  const content = message?.content ?? [];
  const joined = (type: string, field: string): string =>
    content
      .filter((block) => block.type === type)
      .map((block) => (block as Record<string, unknown>)[field])
      .join('');
  return {
    text: joined('text', 'text'),
    thinking: joined('thinking', 'thinking'),
    tools: content
      .filter((block) => block.type === 'tool_use')
      .map((block) => ({ name: String(block.name), input: block.input })),
  };
}
