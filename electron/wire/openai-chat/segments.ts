import {
  encodeForeignThinking,
  type ForeignThinking,
  type ReasoningField,
} from '../foreign-thinking.ts';
import type { BlockWriter } from './block-writer.ts';
import { JsonDepth } from './json-depth.ts';
import { mergeDetails } from './reasoning-details.ts';

/** One content block to be, in order of first appearance. Held text is written when the segment gets its turn. */
export interface Segment {
  /** Nothing that belongs to it can still come: the next segment may have its turn. */
  readonly isClosable: boolean;
  /** Characters held back, for the bound. */
  readonly heldCharacters: number;
  /** Writes what there is; called only while it is this segment's turn. */
  flush(writer: BlockWriter): void;
  /** Writes the rest and closes. */
  finish(writer: BlockWriter): void;
}

export class TextSegment implements Segment {
  readonly isClosable = true;
  #held = '';
  #isOpen = false;

  get heldCharacters(): number {
    return this.#held.length;
  }

  append(text: string): void {
    this.#held += text;
  }

  flush(writer: BlockWriter): void {
    if (this.#held === '') return;
    if (!this.#isOpen) writer.open({ type: 'text', text: '' });
    this.#isOpen = true;
    writer.delta({ type: 'text_delta', text: this.#held });
    this.#held = '';
  }

  finish(writer: BlockWriter): void {
    this.flush(writer);
    writer.close();
  }
}

export class ThinkingSegment implements Segment {
  readonly isClosable = true;
  readonly #provider: string;
  readonly #field: ReasoningField;
  #held = '';
  #whole = '';
  #isOpen = false;
  readonly #details: unknown[] = [];

  constructor(provider: string, field: ReasoningField) {
    this.#provider = provider;
    this.#field = field;
  }

  get heldCharacters(): number {
    return this.#held.length;
  }

  append(text: string): void {
    this.#held += text;
    this.#whole += text;
  }

  addDetails(details: readonly unknown[]): void {
    this.#details.push(...details);
  }

  flush(writer: BlockWriter): void {
    if (this.#held === '') return;
    if (!this.#isOpen) writer.open({ type: 'thinking', thinking: '', signature: '' });
    this.#isOpen = true;
    writer.delta({ type: 'thinking_delta', thinking: this.#held });
    this.#held = '';
  }

  /** The signature carries what the upstream wants back; reasoning without words is a redacted block. */
  finish(writer: BlockWriter): void {
    this.flush(writer);
    const details =
      this.#details.length > 0 ? { details: mergeDetails(this.#details, this.#whole) } : {};
    const signature = encodeForeignThinking({
      provider: this.#provider,
      field: this.#field,
      ...details,
    });
    if (this.#isOpen) writer.delta({ type: 'signature_delta', signature });
    else if (this.#details.length > 0) writer.open({ type: 'redacted_thinking', data: signature });
    writer.close();
  }
}

/** Opaque state of the upstream that has to come back and that nobody reads: a block of its own. */
export class StateSegment implements Segment {
  readonly isClosable = true;
  readonly heldCharacters = 0;
  readonly #state: ForeignThinking;

  constructor(state: ForeignThinking) {
    this.#state = state;
  }

  flush(): void {
    // Written whole, when it is closed.
  }

  finish(writer: BlockWriter): void {
    writer.open({ type: 'redacted_thinking', data: encodeForeignThinking(this.#state) });
    writer.close();
  }
}

export class ToolSegment implements Segment {
  id: string;
  name = '';
  readonly #idForClient: (id: string) => string;
  readonly #nameForClient: (name: string) => string;
  readonly #json = new JsonDepth();
  #held = '';
  #isNameFinal = false;
  #clientId: string | null = null;
  #isOpen = false;

  constructor(
    id: string,
    idForClient: (id: string) => string,
    nameForClient: (name: string) => string,
  ) {
    this.id = id;
    this.#idForClient = idForClient;
    this.#nameForClient = nameForClient;
  }

  get isClosable(): boolean {
    return this.#json.isComplete && this.name !== '';
  }

  /** The id that the client gets; asked for once the upstream has said its own, or never will. */
  get clientId(): string {
    this.#clientId ??= this.#idForClient(this.id);
    return this.#clientId;
  }

  get heldCharacters(): number {
    return this.#held.length;
  }

  /** Vendors repeat the whole name, send it late, or cut it in two; only a different one is a continuation. */
  addName(name: string): void {
    if (this.#isOpen || name === this.name) return;
    this.name += name;
  }

  addArguments(piece: string, hasName: boolean): void {
    // A later piece without a name settles the name.
    if (!hasName && this.name !== '') this.#isNameFinal = true;
    this.#held += piece;
    this.#json.push(piece);
  }

  flush(writer: BlockWriter): void {
    if (!this.#isOpen && !((this.#isNameFinal || this.#json.isComplete) && this.name !== ''))
      return;
    this.#write(writer);
  }

  finish(writer: BlockWriter): void {
    this.#write(writer);
    writer.close();
  }

  #write(writer: BlockWriter): void {
    if (!this.#isOpen) {
      const name = this.#nameForClient(this.name);
      writer.open({ type: 'tool_use', id: this.clientId, name, input: {} });
    }
    this.#isOpen = true;
    if (this.#held === '') return;
    writer.delta({ type: 'input_json_delta', partial_json: this.#held });
    this.#held = '';
  }
}
