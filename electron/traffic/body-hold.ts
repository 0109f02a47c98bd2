import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { MessageAccumulator } from '../wire/accumulate.ts';
import { MAX_BODY_BYTES, type RawBodies } from './bodies.ts';
import { deltaLength } from './delta-length.ts';

export interface HeldRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Holds on to the bodies of one exchange while it runs: nothing is copied or read before somebody wants them. */
export class BodyHold {
  readonly #request: HeldRequest;
  readonly #accumulator = new MessageAccumulator();
  #characters = 0;
  #whole: string | null = null;

  constructor(request: HeldRequest) {
    this.#request = request;
  }

  /** What is beyond the bound is counted, not kept. */
  event(event: MessagesEvent): void {
    if (event.type === 'content_block_delta') {
      this.#characters += deltaLength(event.delta);
      if (this.#characters > MAX_BODY_BYTES) return;
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
    const whole = this.#whole ?? (streamed === null ? null : JSON.stringify(streamed));
    const response = whole?.slice(0, 2 * MAX_BODY_BYTES) ?? null;
    const isCut = streamed !== null && this.#characters > MAX_BODY_BYTES;
    return {
      ...about,
      // A Buffer's own `slice` copies nothing.
      request: Uint8Array.prototype.slice.call(body, 0, MAX_BODY_BYTES),
      requestBytes: body.length,
      response,
      responseBytes: isCut ? this.#characters : (whole?.length ?? 0),
      isResponseCut: isCut || (response ?? '').length < (whole ?? '').length,
    };
  }
}
