import type { Disposable } from '../../shared/base/disposable.ts';

/** Passes the newest value on at most once per interval; `flush` sends what waits at once. */
export interface Progress<T> extends Disposable {
  push(value: T): void;
  flush(): void;
}

export function createProgress<T>(intervalMs: number, send: (value: T) => void): Progress<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting: { readonly value: T } | null = null;
  const sendWaiting = (): void => {
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    send(value);
  };
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const arm = (): void => {
    timer = setTimeout(() => {
      timer = null;
      if (waiting === null) return;
      sendWaiting();
      arm();
    }, intervalMs);
  };
  return {
    push: (value) => {
      waiting = { value };
      if (timer !== null) return;
      sendWaiting();
      arm();
    },
    flush: () => {
      stop();
      sendWaiting();
    },
    dispose: () => {
      stop();
      waiting = null;
    },
  };
}
