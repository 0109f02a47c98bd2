import type { ContentBlock, ContentDelta, MessagesEvent } from '../../../shared/wire/messages.ts';

/** Writes content blocks one after another and numbers them: a stream made here cannot nest or skip. */
export class BlockWriter {
  readonly #out: MessagesEvent[] = [];
  #index = -1;
  #isOpen = false;

  open(block: ContentBlock): void {
    this.close();
    this.#index += 1;
    this.#isOpen = true;
    this.#out.push({ type: 'content_block_start', index: this.#index, content_block: block });
  }

  delta(delta: ContentDelta): void {
    this.#out.push({ type: 'content_block_delta', index: this.#index, delta });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#out.push({ type: 'content_block_stop', index: this.#index });
  }

  event(event: MessagesEvent): void {
    this.#out.push(event);
  }

  /** Hands over what was written since the last call. */
  take(): MessagesEvent[] {
    return this.#out.splice(0);
  }
}
