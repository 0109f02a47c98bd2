/** How an upstream's stream came to its end. */
export type EndCause = 'complete' | 'truncated' | 'aborted';

/** Deterministic: no I/O, no clock, no randomness. `push` per upstream event in order; `end` exactly once. */
export interface StreamTranslator<In, Out> {
  push(event: In): readonly Out[];
  end(cause: EndCause): readonly Out[];
  /** The upstream has said why its answer ended: what follows is at most usage, and the answer is whole. */
  readonly isFinished: boolean;
}
