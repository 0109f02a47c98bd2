import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { MessageAccumulator } from '../wire/accumulate.ts';
import { MAX_BODY_BYTES, MAX_HELD_BYTES, SHORT_BODY_BYTES, type RawBodies } from './bodies.ts';
import { deltaLength } from './delta-text.ts';

export interface HeldRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What all running requests together hold for keeping. */
export class HeldBytes {
  readonly #most: number;
  #bytes = 0;

  constructor(most = MAX_HELD_BYTES) {
    this.#most = most;
  }

  take(bytes: number): boolean {
    if (this.#bytes + bytes > this.#most) return false;
    this.#bytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/** Holds on to the bodies of one exchange while it runs: nothing is copied or read before somebody wants them. */
export class BodyHold {
  readonly #request: HeldRequest;
  readonly #requestBytes: number;
  readonly #held: HeldBytes;
  readonly #accumulator = new MessageAccumulator();
  readonly #most: number;
  /** Counted in `#held`, until `release`. */
  #taken = 0;
  #characters = 0;
  #isCut = false;
  #whole: string | null = null;

  constructor(request: HeldRequest, held: HeldBytes) {
    this.#held = held;
    const isRoom = this.#take(Math.min(request.body.length, MAX_BODY_BYTES));
    this.#most = isRoom ? MAX_BODY_BYTES : SHORT_BODY_BYTES;
    // A copy of the beginning lets go of the rest.
    const body = isRoom ? request.body : copyOf(request.body, SHORT_BODY_BYTES);
    this.#request = { ...request, body };
    this.#requestBytes = request.body.length;
  }

  /** What is beyond the bound is counted, not kept. */
  event(event: MessagesEvent): void {
    if (event.type === 'content_block_delta') {
      const length = deltaLength(event.delta);
      this.#characters += length;
      if (this.#isFull(length)) return;
    }
    this.#accumulator.push(event);
  }

  /** An answer that was no stream. */
  answer(text: string): void {
    this.#whole = text;
  }

  /** A copy: a part of a larger buffer would keep, or send, all of it. */
  raw(): RawBodies {
    const { body, ...about } = this.#request;
    const streamed = this.#whole === null ? this.#accumulator.message : null;
    const response = this.#whole?.slice(0, 2 * MAX_BODY_BYTES) ?? streamed;
    const isCut = streamed !== null && this.#isCut;
    const whole = this.#whole?.length ?? 0;
    return {
      ...about,
      request: copyOf(body, this.#most),
      requestBytes: this.#requestBytes,
      response,
      responseBytes: streamed === null ? whole : this.#characters,
      isResponseCut: isCut || whole > 2 * MAX_BODY_BYTES,
    };
  }

  /** Once it is kept, or not wanted any more. */
  release(): void {
    this.#held.give(this.#taken);
    this.#taken = 0;
  }

  /** The beginning of an answer is always kept; more of it where there is room. */
  #isFull(length: number): boolean {
    if (this.#isCut) return true;
    const isShort = this.#characters <= SHORT_BODY_BYTES;
    this.#isCut = this.#characters > this.#most || (!this.#take(length) && !isShort);
    return this.#isCut;
  }

  #take(bytes: number): boolean {
    const isTaken = this.#held.take(bytes);
    if (isTaken) this.#taken += bytes;
    return isTaken;
  }
}

/** A Buffer's own `slice` copies nothing. */
function copyOf(bytes: Uint8Array, most: number): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes, 0, most);
}
