import type { ReplayBlock, ReplayBlockChange } from '../../shared/domain/replay.ts';
import type { ContentBlock, ContentDelta, MessagesEvent } from '../../shared/wire/messages.ts';
import { deltaLength, deltaText } from './delta-text.ts';

/** Characters of one answer that are kept to be shown; some 60,000 tokens. */
export const MAX_ANSWER_CHARACTERS = 256 * 1024;
const MAX_BLOCKS = 500;

interface GrowingBlock {
  readonly kind: ReplayBlock['kind'];
  readonly name: string;
  text: string;
  /** Characters that were handed out. */
  pushed: number;
  isNew: boolean;
}

/** The blocks of a stream as they grow, and what is new since somebody last asked. Bounded; never throws. */
export class ReplayAnswer {
  readonly #blocks: GrowingBlock[] = [];
  /** The stream's own index to the place here. */
  readonly #places = new Map<number, number>();
  #characters = 0;
  #isCut = false;
  #stopReason: string | null = null;

  get stopReason(): string | null {
    return this.#stopReason;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  push(event: MessagesEvent): void {
    if (event.type === 'content_block_start') this.#open(event.index, event.content_block);
    else if (event.type === 'content_block_delta') this.#grow(event.index, event.delta);
    else if (event.type === 'message_delta') {
      this.#stopReason = event.delta.stop_reason ?? this.#stopReason;
    }
  }

  blocks(): readonly ReplayBlock[] {
    return this.#blocks.map(({ kind, name, text }) => ({ kind, name, text }));
  }

  /** Since the last call, or since `markAllPushed`. */
  takeChanges(): readonly ReplayBlockChange[] {
    const changes: ReplayBlockChange[] = [];
    for (const [index, block] of this.#blocks.entries()) {
      if (!block.isNew && block.pushed === block.text.length) continue;
      const { kind, name, text, pushed: from } = block;
      changes.push({ index, kind, name, from, text: text.slice(from) });
      block.pushed = text.length;
      block.isNew = false;
    }
    return changes;
  }

  markAllPushed(): void {
    this.takeChanges();
  }

  #open(index: number, block: ContentBlock): void {
    if (this.#blocks.length >= MAX_BLOCKS) {
      this.#isCut = true;
      return;
    }
    this.#places.set(index, this.#blocks.length);
    this.#blocks.push({ ...blockOf(block), pushed: 0, isNew: true });
  }

  #grow(index: number, delta: ContentDelta): void {
    if (delta.type === 'signature_delta') return;
    const block = this.#blocks[this.#places.get(index) ?? -1];
    if (block === undefined) return;
    this.#characters += deltaLength(delta);
    if (this.#characters > MAX_ANSWER_CHARACTERS) this.#isCut = true;
    else block.text += deltaText(delta);
  }
}

/** A block of a whole message, or of the start of one that streams. */
export function blockOf(block: ContentBlock): ReplayBlock {
  switch (block.type) {
    case 'text':
      return { kind: 'text', name: '', text: stringOf(block.text) };
    case 'thinking':
      return { kind: 'thinking', name: '', text: stringOf(block.thinking) };
    case 'tool_use':
    case 'server_tool_use':
      return { kind: 'tool', name: stringOf(block.name), text: argumentsOf(block.input) };
    default:
      return { kind: 'other', name: block.type, text: JSON.stringify(block) };
  }
}

/** A streamed call starts with an empty object that its deltas replace. */
function argumentsOf(input: unknown): string {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null || Object.keys(input).length === 0) return '';
  return JSON.stringify(input);
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
