/** A request field that did not reach the upstream, and why. Silent loss is the field's besetting sin. */
export interface Dropped {
  /** JSON path in the client's request, e.g. `thinking.display` or `messages[2].content[0].citations`. */
  readonly path: string;
  readonly why: string;
}
