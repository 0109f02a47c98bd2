import type {
  ContentBlock,
  ContentDelta,
  Message,
  MessagesEvent,
  MessagesUsage,
} from '../../shared/wire/messages.ts';

type Fields = Record<string, unknown>;

/**
 * Events to the whole answer; null where no message_start came. A stream that was cut gives what had arrived, with
 * `stop_reason: null`. Tool arguments that are not JSON stay the string they are.
 */
export function accumulate(events: Iterable<MessagesEvent>): Message | null {
  const accumulator = new MessageAccumulator();
  for (const event of events) accumulator.push(event);
  return accumulator.message;
}

/** Incremental form of `accumulate`: `push` in order, read `message` at any time. */
export class MessageAccumulator {
  #start: Message | null = null;
  readonly #blocks = new Map<number, BlockAccumulator>();
  #stop: Pick<Message, 'stop_reason' | 'stop_sequence'> = {
    stop_reason: null,
    stop_sequence: null,
  };
  readonly #usage = new UsageMerger();

  push(event: MessagesEvent): void {
    this.#usage.push(event);
    switch (event.type) {
      case 'message_start':
        this.#begin(event.message);
        break;
      case 'content_block_start':
        this.#blocks.set(event.index, new BlockAccumulator(event.content_block));
        break;
      case 'content_block_delta':
        this.#blocks.get(event.index)?.push(event.delta);
        break;
      case 'message_delta':
        this.#stop = { ...this.#stop, ...event.delta };
        break;
      case 'content_block_stop':
      case 'message_stop':
      case 'ping':
      case 'error':
        break;
    }
  }

  /** Content may be there from the start, when an answer goes on after a server tool. */
  #begin(message: Message): void {
    this.#start ??= message;
    for (const [index, block] of message.content.entries()) {
      this.#blocks.set(index, new BlockAccumulator(block));
    }
  }

  get message(): Message | null {
    if (this.#start === null) return null;
    return {
      ...this.#start,
      ...this.#stop,
      content: [...this.#blocks.values()].map((block) => block.finish()),
      usage: this.#usage.usage ?? { input_tokens: 0, output_tokens: 0 },
    };
  }
}

class BlockAccumulator {
  readonly #block: ContentBlock;
  readonly #texts: Partial<Record<'text' | 'thinking' | 'signature' | 'json', string>> = {};

  constructor(block: ContentBlock) {
    this.#block = block;
  }

  push(delta: ContentDelta): void {
    switch (delta.type) {
      case 'text_delta':
        this.#append('text', delta.text);
        break;
      case 'thinking_delta':
        this.#append('thinking', delta.thinking);
        break;
      case 'signature_delta':
        // A signature comes whole; the SDK overwrites as well.
        this.#texts.signature = delta.signature;
        break;
      case 'input_json_delta':
        this.#append('json', delta.partial_json);
        break;
    }
  }

  finish(): ContentBlock {
    const { json, ...texts } = this.#texts;
    const block: Fields = { ...this.#block };
    if (texts.text !== undefined) block['text'] = textOf(block['text']) + texts.text;
    if (texts.thinking !== undefined) {
      block['thinking'] = textOf(block['thinking']) + texts.thinking;
    }
    if (texts.signature !== undefined) block['signature'] = texts.signature;
    if (json !== undefined && json !== '') block['input'] = parseOrKeep(json);
    return block as ContentBlock;
  }

  #append(field: 'text' | 'thinking' | 'json', piece: string): void {
    this.#texts[field] = (this.#texts[field] ?? '') + piece;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parseOrKeep(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    // Half-written arguments are shown as they came.
    return json;
  }
}

/**
 * Usage over a stream (tokens), merged as the client does: message_start first, message_delta overwrites where it
 * is above zero; zeros and nulls do not erase. Never adds.
 */
export class UsageMerger {
  #usage: Fields | null = null;

  push(event: MessagesEvent): void {
    if (event.type === 'message_start') {
      this.#usage = merged(this.#usage ?? {}, event.message.usage);
    } else if (event.type === 'message_delta') {
      this.#usage = merged(this.#usage ?? {}, event.usage);
    }
  }

  /** null until an event with usage came. */
  get usage(): MessagesUsage | null {
    return this.#usage === null ? null : { input_tokens: 0, output_tokens: 0, ...this.#usage };
  }
}

function merged(base: Fields, next: object): Fields {
  const result: Fields = { ...base };
  for (const [key, value] of Object.entries(next as Fields)) {
    const before = result[key];
    if (value === null || value === undefined) result[key] ??= value;
    else if (typeof value === 'number') {
      if (value > 0 || typeof before !== 'number') result[key] = value;
    } else if (isFields(value)) result[key] = merged(isFields(before) ? before : {}, value);
    else result[key] = value;
  }
  return result;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
