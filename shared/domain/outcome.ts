import type { ExchangeRow, ExchangeState } from './exchange.ts';

/** How a request stands or ended, in more words than its state has. */
export const outcomes = [
  'waiting',
  'streaming',
  'complete',
  'failed',
  'timed-out',
  'cut',
  'stalled',
  'cancelled',
  'refused',
  'blocked',
] as const;
export type Outcome = (typeof outcomes)[number];

/** `stalled`: it fell silent in the midst of its answer; `timed-out`: no answer began; `blocked`: the lock forbade it. */
export function outcomeOf({ state, errorCode }: Pick<ExchangeRow, 'state' | 'errorCode'>): Outcome {
  if (errorCode === 'upstream-timeout') return timeouts[state] ?? state;
  return state === 'refused' && errorCode === 'blocked-by-lock' ? 'blocked' : state;
}

const timeouts: Partial<Record<ExchangeState, Outcome>> = { cut: 'stalled', failed: 'timed-out' };

/** What it took: further attempts at a target that was asked before, and other targets that were gone on to. */
export function detoursOf({ attempts, targets }: Pick<ExchangeRow, 'attempts' | 'targets'>): {
  readonly retries: number;
  readonly failovers: number;
} {
  // Rows of earlier versions do not know how many targets there were.
  if (targets === 0) return { retries: Math.max(0, attempts - 1), failovers: 0 };
  return { retries: Math.max(0, attempts - targets), failovers: targets - 1 };
}
