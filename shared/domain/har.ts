import type { ExchangeBodies } from './bodies.ts';
import type { ExchangeDetail, ExchangeRow } from './exchange.ts';

/** Why an entry of a HAR file is not shown: another kind of request, not readable, or beyond the bound. */
export const harSkips = ['other', 'damaged', 'surplus'] as const;
export type HarSkip = (typeof harSkips)[number];

/** A HAR file that is looked at. Its rows are never mixed with own ones, and nothing of it is stored. */
export interface HarView {
  readonly harId: string;
  readonly fileName: string;
  /** Entries in the file; `rows` and `skipped` add up to it. */
  readonly entries: number;
  readonly rows: readonly ExchangeRow[];
  readonly skipped: Readonly<Record<HarSkip, number>>;
}

export interface HarEntry {
  readonly detail: ExchangeDetail;
  readonly bodies: ExchangeBodies;
}
