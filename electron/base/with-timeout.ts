/** Thrown when `withTimeout` gave up; the work itself may still be under way. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** Rejects with `TimeoutError` after `timeoutMs`. What the work settles to later is ignored: nobody waits for it any more. */
export function withTimeout<T>(work: Promise<T>, timeoutMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new TimeoutError(`${what} took longer than ${timeoutMs} ms`));
    }, timeoutMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
