/** Of which requests bodies are kept: `errors` means those that failed, were cut or were refused. */
export const bodyCaptures = ['off', 'errors', 'all'] as const;
export type BodyCapture = (typeof bodyCaptures)[number];

/** One body as text, keys blanked. `bytes` is what there was, more than `text` where it was cut. */
export interface CapturedBody {
  readonly text: string;
  readonly bytes: number;
  readonly isCut: boolean;
}

/** What the client sent and what it got. The answer of a stream is put together from its events. */
export interface ExchangeBodies {
  readonly method: string;
  /** With its query, keys blanked; earlier versions kept none. */
  readonly path: string;
  /** Only those that say how to read the body; never a credential. */
  readonly headers: Readonly<Record<string, string>>;
  readonly request: CapturedBody | null;
  readonly response: CapturedBody | null;
}

export const exportFormats = ['jsonl', 'har'] as const;
export type ExportFormat = (typeof exportFormats)[number];
