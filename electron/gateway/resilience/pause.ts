import { setTimeout as wait } from 'node:timers/promises';

/** Resolves after `ms`, or at once when `signal` aborts: the caller looks at the signal, not at an error. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // The only rejection of this timer is the abort.
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
