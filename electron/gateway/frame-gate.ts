const LINE_FEED = 0x0a;
const NOTHING: Uint8Array = new Uint8Array(0);

/** A frame larger than this is let through in pieces. */
const MAX_TAIL_BYTES = 64 * 1024;

/**
 * Lets through whole SSE frames only, bytes unchanged: a client cannot use half a frame, and so an `error` event can
 * follow cleanly when the upstream breaks off in the middle of one. Mostly a chunk ends with its frame and passes as is.
 */
export class FrameGate {
  #tail: Uint8Array = NOTHING;

  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    const boundary = lastBoundary(bytes);
    if (boundary === 0 && bytes.length <= MAX_TAIL_BYTES) {
      this.#tail = bytes;
      return NOTHING;
    }
    const cut = boundary === 0 ? bytes.length : boundary;
    this.#tail = bytes.subarray(cut);
    return bytes.subarray(0, cut);
  }

  /** What never got its blank line. */
  rest(): Uint8Array {
    const rest = this.#tail;
    this.#tail = NOTHING;
    return rest;
  }
}

/** One past the last blank line; 0 when there is none. */
function lastBoundary(bytes: Uint8Array): number {
  for (let at = bytes.lastIndexOf(LINE_FEED); at > 0; at = bytes.lastIndexOf(LINE_FEED, at - 1)) {
    const before = bytes[at - 1];
    if (before === LINE_FEED) return at + 1;
    if (before === 0x0d && bytes[at - 2] === LINE_FEED) return at + 1;
  }
  return 0;
}
