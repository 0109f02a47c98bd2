/** Why the store did not do what it was asked. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** SQLite's own code, or one of those below; null: neither knew. */
  readonly code: string | null;

  constructor(message: string, code: string | null = null) {
    super(message);
    this.code = code;
  }
}

/** The other side ended; it may be back soon. */
export const GONE = 'STORE_GONE';
/** No answer in time; whether it was done is not known. */
export const TIMED_OUT = 'STORE_TIMED_OUT';

/** The file was damaged and set aside; the fresh one takes what did not reach it. */
export const RENEWED = 'STORE_RENEWED';

/** SQLite takes a disk (or a quota) without room as its own case; what else a disk does is an input or output error. */
export function isFull(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_FULL';
}

/** The same rows can be written later; anything else is wrong with the rows themselves. */
export function isPassing(error: unknown): boolean {
  return /^(?:STORE_|SQLITE_(?:FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|PROTOCOL))/.test(
    codeOf(error) ?? '',
  );
}

export function codeOf(error: unknown): string | null {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded && typeof error.code === 'string' ? error.code : null;
}
