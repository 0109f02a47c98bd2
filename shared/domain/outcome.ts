import { exchangeStates, type ExchangeRow, type ExchangeState } from './exchange.ts';
import type { GatewayErrorCode } from './gateway-error.ts';

/**
 * Ends with a name of their own: a state, told apart by its cause. `timed-out`: no answer began; `stalled`: it fell silent
 * in the midst of its answer; `stopped`: Switchyard ended before it did, `cut` where it crashed; `blocked`: the lock
 * forbade it.
 */
export const namedEnds = {
  'timed-out': { states: ['failed'], code: 'upstream-timeout' },
  stalled: { states: ['cut'], code: 'upstream-timeout' },
  'cancelled-here': { states: ['cancelled'], code: 'cancelled-here' },
  'client-left': { states: ['cancelled'], code: 'client-gone' },
  stopped: { states: ['cancelled', 'cut'], code: 'gateway-stopping' },
  blocked: { states: ['refused'], code: 'blocked-by-lock' },
} as const satisfies Readonly<
  Record<string, { readonly states: readonly ExchangeState[]; readonly code: GatewayErrorCode }>
>;
export type NamedEnd = keyof typeof namedEnds;

/** How a request stands or ended, in more words than its state has. */
export type Outcome = ExchangeState | NamedEnd;

export function isNamedEnd(outcome: Outcome): outcome is NamedEnd {
  return Object.hasOwn(namedEnds, outcome);
}

export const namedEndNames = Object.keys(namedEnds) as readonly NamedEnd[];
/** Each state with its own ends behind it. */
export const outcomes: readonly Outcome[] = exchangeStates.flatMap((state) => [
  state,
  ...namedEndNames.filter((name) => namedEnds[name].states[0] === state),
]);

/** A bare `cancelled` is of an earlier version, which did not keep by whom. */
export function outcomeOf({ state, errorCode }: Pick<ExchangeRow, 'state' | 'errorCode'>): Outcome {
  const found = namedEndNames.find((name) => {
    const { states, code } = namedEnds[name];
    return code === errorCode && (states as readonly ExchangeState[]).includes(state);
  });
  return found ?? state;
}

/** What it took: further attempts at a target that was asked before, and other targets that were gone on to. */
export function detoursOf({ attempts, targets }: Pick<ExchangeRow, 'attempts' | 'targets'>): {
  readonly retries: number;
  readonly failovers: number;
} {
  // Rows of earlier versions do not know how many targets there were.
  if (targets === 0) return { retries: Math.max(0, attempts - 1), failovers: 0 };
  return { retries: Math.max(0, attempts - targets), failovers: targets - 1 };
}
