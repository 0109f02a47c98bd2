/** Follows JSON text piece by piece and says when its outermost object or array has closed. */
export class JsonDepth {
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #isComplete = false;

  /** True from the piece on that closes the outermost bracket. Scalars never complete. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  push(piece: string): void {
    for (let i = 0; i < piece.length && !this.#isComplete; i += 1) this.#step(piece.charCodeAt(i));
  }

  #step(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#inString) {
      if (code === 0x5c) this.#isEscaped = true;
      else if (code === 0x22) this.#inString = false;
    } else if (code === 0x22) this.#inString = true;
    else if (code === 0x7b || code === 0x5b) this.#depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      this.#depth -= 1;
      this.#isComplete = this.#depth <= 0;
    }
  }
}
