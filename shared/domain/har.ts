import type { ExchangeBodies } from './bodies.ts';
import type { ExchangeDetail, ExchangeRow } from './exchange.ts';

/** Why an entry of a HAR file is not shown: another kind of request, not readable, or beyond the bound. */
export const harSkips = ['other', 'damaged', 'surplus'] as const;
export type HarSkip = (typeof harSkips)[number];

/** Why a file could not be opened; the window words it. `unreadable` carries the system's own words. */
export type HarProblem =
  | { readonly code: 'not-json'; readonly line: number; readonly column: number }
  | { readonly code: 'no-entries' | 'no-file' | 'too-large' }
  | { readonly code: 'unreadable'; readonly detail: string };

export type HarOpening =
  | { readonly ok: true; readonly value: HarView }
  | { readonly ok: false; readonly fileName: string; readonly problem: HarProblem };

/** A HAR file that is looked at. Its rows are never mixed with own ones, and nothing of it is stored. */
export interface HarView {
  readonly harId: string;
  readonly fileName: string;
  /** Entries in the file; `rows` and `skipped` add up to it. */
  readonly entries: number;
  readonly rows: readonly ExchangeRow[];
  readonly skipped: Readonly<Record<HarSkip, number>>;
  /** Numbers of the first entries that could not be read, from 1. */
  readonly damagedAt: readonly number[];
}

export interface HarEntry {
  readonly detail: ExchangeDetail;
  readonly bodies: ExchangeBodies;
}
