import { createParser } from 'eventsource-parser';

/** One undecoded SSE unit. `event` is null when the frame had no `event:` line. */
export interface SseFrame {
  readonly event: string | null;
  readonly data: string;
  readonly id: string | null;
}

/** A single frame above this many characters is a fault of the upstream, not an answer. */
const MAX_FRAME_CHARACTERS = 16 * 1024 * 1024;

/**
 * Bytes to frames, whatever way the bytes are cut (inside UTF-8, CRLF or a field name).
 * `push` per chunk in order, `end` once; comments are dropped, an unfinished last frame is returned by `end`.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class SseDecoder {
  readonly #decoder = new TextDecoder('utf-8');
  #frames: SseFrame[] = [];
  #pendingCharacters = 0;
  readonly #parser = createParser({
    onEvent: ({ event, data, id }) => {
      this.#pendingCharacters = 0;
      this.#frames.push({ event: event ?? null, data, id: id ?? null });
    },
  });

  /** @throws RangeError when one frame grows beyond the bound. */
  push(chunk: Uint8Array): readonly SseFrame[] {
    return this.#feed(this.#decoder.decode(chunk, { stream: true }));
  }

  /** A last frame whose blank line never came still counts: several providers end without one. */
  end(): readonly SseFrame[] {
    const rest = this.#feed(this.#decoder.decode());
    return [...rest, ...this.#feed('\n\n')];
  }

  #feed(text: string): readonly SseFrame[] {
    this.#pendingCharacters += text.length;
    this.#parser.feed(text);
    if (this.#frames.length === 0 && this.#pendingCharacters > MAX_FRAME_CHARACTERS) {
      throw new RangeError('One stream event is larger than 16 MiB');
    }
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }
}

/** The official client dispatches on the `event:` line, so it is always written. */
export function encodeSse(event: { readonly type: string }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
