import type { ChatMessage, ChatPart } from './chat-message.ts';
import { joinParts } from './content.ts';
import type { LossReport } from './loss.ts';

/** Keeps the order that every vendor accepts: calls, their results, then the next turn. */
export class MessageList {
  readonly #messages: ChatMessage[] = [];

  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  /** Neighbouring user turns are joined: many chat templates want strictly alternating roles. */
  append(message: ChatMessage): void {
    const last = this.#messages.at(-1);
    if (message.role === 'user' && last?.role === 'user') {
      const parts = [...partsOf(last.content), ...partsOf(message.content)];
      this.#messages[this.#messages.length - 1] = { role: 'user', content: joinParts(parts) };
    } else this.#messages.push(message);
  }

  /** Behind the newest call with that id that still lacks one; without such a call it is told as user text. */
  insertResult(id: string, content: string): void {
    const call = this.#messages.findLastIndex(
      (message, index) => callsOf(message).includes(id) && !this.#resultsOf(index).includes(id),
    );
    if (call === -1) {
      this.append({ role: 'user', content: `Result of an earlier tool call:\n${content}` });
      return;
    }
    const at = call + 1 + this.#resultsOf(call).length;
    this.#messages.splice(at, 0, { role: 'tool', tool_call_id: id, content });
  }

  #resultsOf(call: number): readonly string[] {
    return resultsBehind(this.#messages, call);
  }
}

/**
 * Every call with a result: a call that was cut off (a crash, a stop, a compacted history) gets a note in its place,
 * since vendors answer 400 to a call without one.
 */
export function completeCalls(
  messages: readonly ChatMessage[],
  loss: LossReport,
): readonly ChatMessage[] {
  return messages.flatMap((message, index) => {
    const owner = ownerOf(messages, index);
    const results = resultsBehind(messages, owner);
    const isEndOfTurn = index === owner + results.length;
    const missing = isEndOfTurn
      ? callsOf(messages[owner]).filter((id) => !results.includes(id))
      : [];
    if (missing.length > 0) {
      loss.add('messages', `no result came for ${missing.join(', ')}; a note stands in its place`);
    }
    const notes = [...new Set(missing)].map((id): ChatMessage => ({
      role: 'tool',
      tool_call_id: id,
      content: 'No result: the call was interrupted.',
    }));
    return [message, ...notes];
  });
}

/** Mistral refuses a user turn right behind a tool result. */
export function withAssistantTurns(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.flatMap((message, index) =>
    message.role === 'user' && messages[index - 1]?.role === 'tool'
      ? [{ role: 'assistant' as const, content: 'Understood.' }, message]
      : [message],
  );
}

/** Mistral continues an answer at the end of the history where it is marked, and refuses it otherwise. */
export function withPrefix(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const last = messages.at(-1);
  return last?.role === 'assistant' && callsOf(last).length === 0
    ? [...messages.slice(0, -1), { ...last, prefix: true }]
    : messages;
}

function callsOf(message: ChatMessage | undefined): readonly string[] {
  return message?.role === 'assistant' ? (message.tool_calls ?? []).map(({ id }) => id) : [];
}

function resultsBehind(messages: readonly ChatMessage[], call: number): readonly string[] {
  const ids: string[] = [];
  for (let at = call + 1; ; at += 1) {
    const message = messages[at];
    if (message?.role !== 'tool') return ids;
    ids.push(message.tool_call_id);
  }
}

/** The message itself, or the one whose results it stands among. */
function ownerOf(messages: readonly ChatMessage[], index: number): number {
  let at = index;
  while (messages[at]?.role === 'tool') at -= 1;
  return at;
}

function partsOf(content: string | readonly ChatPart[]): readonly ChatPart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
