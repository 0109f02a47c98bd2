export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured lines. Callers pass no bodies and no headers; what looks like a key is blanked all the same. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLogger: Logger = { log: () => undefined };
