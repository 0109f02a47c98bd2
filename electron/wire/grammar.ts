import type { ContentDelta, MessagesEvent } from '../../shared/wire/messages.ts';

const deltaOf: Readonly<Record<ContentDelta['type'], readonly string[]>> = {
  text_delta: ['text'],
  thinking_delta: ['thinking'],
  signature_delta: ['thinking'],
  input_json_delta: ['tool_use', 'server_tool_use', 'mcp_tool_use'],
};

/** Where a stream stands: before message_start, in the body, after message_delta, closed. */
type Phase = 'before' | 'body' | 'after-delta' | 'closed';

interface OpenBlock {
  readonly index: number;
  readonly type: string;
}

/**
 * Names the first breach of the Messages stream grammar, or null. A prefix of a good stream is good; with `complete`
 * it must also have come to its end (message_stop or error). Blocks are serial and numbered from 0 without gaps.
 * A grammar check is not a correctness check: it does not see torn arguments.
 * @see https://platform.claude.com/docs/en/build-with-claude/streaming
 */
export function findGrammarBreach(
  events: Iterable<MessagesEvent>,
  expect: { readonly complete?: boolean } = {},
): string | null {
  const reader = new GrammarReader();
  let position = 0;
  for (const event of events) {
    const breach = reader.read(event);
    if (breach !== null) return `event ${position} (${event.type}): ${breach}`;
    position += 1;
  }
  return expect.complete === true && !reader.isClosed
    ? `ends after ${position} events without message_stop or error`
    : null;
}

class GrammarReader {
  #phase: Phase = 'before';
  #open: OpenBlock | null = null;
  #nextIndex = 0;

  get isClosed(): boolean {
    return this.#phase === 'closed';
  }

  read(event: MessagesEvent): string | null {
    if (this.#phase === 'closed') return 'comes after the end of the stream';
    switch (event.type) {
      case 'ping':
        return null;
      case 'error':
        this.#phase = 'closed';
        return null;
      case 'message_start':
        if (this.#phase !== 'before') return 'a second message_start';
        this.#phase = 'body';
        return null;
      case 'content_block_start':
        return this.#start(event.index, event.content_block.type);
      case 'content_block_delta':
        return this.#delta(event.index, event.delta.type);
      case 'content_block_stop':
        return this.#stop(event.index);
      case 'message_delta':
        if (this.#phase === 'before') return 'before message_start';
        if (this.#open !== null) return `block ${this.#open.index} is still open`;
        this.#phase = 'after-delta';
        return null;
      case 'message_stop':
        if (this.#phase !== 'after-delta') return 'without message_delta';
        this.#phase = 'closed';
        return null;
    }
  }

  #start(index: number, type: string): string | null {
    if (this.#phase !== 'body') return 'outside of the message body';
    if (this.#open !== null) return `block ${this.#open.index} is still open`;
    if (index !== this.#nextIndex) return `index ${index} where ${this.#nextIndex} was due`;
    this.#open = { index, type };
    this.#nextIndex += 1;
    return null;
  }

  #delta(index: number, type: ContentDelta['type']): string | null {
    if (this.#open === null) return 'no block is open';
    if (index !== this.#open.index) return `index ${index} while ${this.#open.index} is open`;
    return deltaOf[type].includes(this.#open.type) ? null : `${type} in a ${this.#open.type} block`;
  }

  #stop(index: number): string | null {
    if (this.#open === null) return 'no block is open';
    if (index !== this.#open.index) return `index ${index} while ${this.#open.index} is open`;
    this.#open = null;
    return null;
  }
}
