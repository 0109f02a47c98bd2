import { setMaxListeners } from 'node:events';
import type { Disposable } from '../../shared/base/disposable.ts';

/** Aborts when the outer signal does or when time is up; `extend` starts the time anew. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  isExpired(): boolean;
  extend(ms: number): void;
}

export function createDeadline(outer: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  const abort = (): void => {
    controller.abort();
  };
  const arm = (wait: number) =>
    setTimeout(() => {
      expired = true;
      abort();
    }, wait);
  let timer = arm(ms);
  // One signal ends all requests of a run, and there are more than ten at once; each takes its listener off again.
  setMaxListeners(0, outer);
  outer.addEventListener('abort', abort, { once: true });
  if (outer.aborted) abort();
  return {
    signal: controller.signal,
    isExpired: () => expired,
    extend: (wait) => {
      clearTimeout(timer);
      timer = arm(wait);
    },
    dispose: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}
