export interface TaggedText {
  readonly kind: 'text' | 'think-tag' | 'thinking-tag';
  readonly text: string;
}

const tags = [
  { kind: 'think-tag', open: '<think>', close: '</think>' },
  { kind: 'thinking-tag', open: '<thinking>', close: '</thinking>' },
] as const;

/**
 * Takes `<think>…</think>` (or `<thinking>`) at the very start of content for reasoning, wherever the text is cut.
 * Blank space before and behind the tags is dropped; a tag that never closes stays reasoning; later tags are text.
 */
export class ThinkTagSplitter {
  #state: 'start' | 'inside' | 'after' | 'text' = 'start';
  #tag: (typeof tags)[number] = tags[0];
  #held = '';

  push(piece: string): readonly TaggedText[] {
    if (this.#state === 'text') return piece === '' ? [] : [{ kind: 'text', text: piece }];
    this.#held += piece;
    const out: TaggedText[] = [];
    if (this.#state === 'start') this.#readStart();
    if (this.#state === 'inside') this.#readInside(out);
    if (this.#state === 'after') this.#skipBlank();
    // Re-read: the steps above move the state on.
    if (this.#isText()) this.#release('text', out);
    return out;
  }

  /** What is still held when the content ends. */
  end(): readonly TaggedText[] {
    const out: TaggedText[] = [];
    if (this.#state === 'inside') this.#release(this.#tag.kind, out);
    // Blank space alone is no answer; sent back in a later request it would be refused.
    else if (this.#held.trim() !== '') this.#release('text', out);
    this.#state = 'text';
    this.#held = '';
    return out;
  }

  #isText(): boolean {
    return this.#state === 'text';
  }

  #readStart(): void {
    const text = this.#held.trimStart();
    const tag = tags.find(({ open }) => text.startsWith(open));
    if (tag) {
      this.#tag = tag;
      this.#state = 'inside';
      this.#held = text.slice(tag.open.length);
    } else if (!tags.some(({ open }) => open.startsWith(text))) {
      this.#state = 'text';
    }
  }

  #readInside(out: TaggedText[]): void {
    const { close, kind } = this.#tag;
    const at = this.#held.indexOf(close);
    if (at !== -1) {
      if (at > 0) out.push({ kind, text: this.#held.slice(0, at) });
      this.#held = this.#held.slice(at + close.length);
      this.#state = 'after';
      return;
    }
    const safe = this.#held.length - possibleTagLength(this.#held, close);
    if (safe > 0) out.push({ kind, text: this.#held.slice(0, safe) });
    this.#held = this.#held.slice(safe);
  }

  #skipBlank(): void {
    this.#held = this.#held.trimStart();
    if (this.#held !== '') this.#state = 'text';
  }

  #release(kind: TaggedText['kind'], out: TaggedText[]): void {
    if (this.#held !== '') out.push({ kind, text: this.#held });
    this.#held = '';
  }
}

/** Length of the longest end of `text` that may be the beginning of `tag`. */
function possibleTagLength(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (tag.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
