import { readFileSync } from 'node:fs';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import type { Logger } from '../base/logger.ts';
import type {
  KnownSignature,
  SignatureMaker,
  SignatureStore,
} from '../wire/anthropic-messages/signature-origins.ts';

export interface SignatureFile extends SignatureStore {
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

/** The memory holds as many; what is older is not read back. */
const MAX_LINES = 8192;
/** An answer is mostly read for longer before the client sends its signature back. */
const WRITE_AFTER_MS = 250;

/**
 * Who made which signature, a line each, appended as it is learned: digests and provider ids, nothing that was thought.
 * Without it a restart would take the thoughts out of every conversation that is not led with Claude.
 */
export function openSignatures(
  file: string,
  logger: Logger,
  writeAfterMs = WRITE_AFTER_MS,
): SignatureFile {
  let unwritten = '';
  let timer: NodeJS.Timeout | null = null;
  let writing = Promise.resolve();

  const inTurn = (write: () => Promise<void>): void => {
    writing = writing.then(write).catch((error: unknown) => {
      logger.log('warn', 'Who signed which thought could not be kept', { error: String(error) });
    });
  };
  const write = (): void => {
    const lines = unwritten;
    timer = null;
    unwritten = '';
    if (lines !== '') inTurn(() => appendFile(file, lines, { mode: 0o600 }));
  };
  return {
    load: () => {
      const { known, isLong } = read(file);
      if (isLong) inTurn(() => writeWhole(file, known.map(lineOf).join('')));
      return known;
    },
    add: (known) => {
      unwritten += lineOf(known);
      timer ??= setTimeout(write, writeAfterMs).unref();
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      write();
      await writing;
    },
  };
}

function lineOf({ key, maker }: KnownSignature): string {
  return `${key} ${maker}\n`;
}

function read(file: string): {
  readonly known: readonly KnownSignature[];
  readonly isLong: boolean;
} {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Missing at the first start; unreadable: what nobody is known to have signed goes to nobody.
    return { known: [], isLong: false };
  }
  const lines = text.split('\n');
  const known = lines.flatMap((line) => {
    const [key, maker] = line.split(' ');
    return key !== undefined && isMaker(maker) ? [{ key, maker }] : [];
  });
  return { known: known.slice(-MAX_LINES), isLong: lines.length > 2 * MAX_LINES };
}

function isMaker(maker: string | undefined): maker is SignatureMaker {
  return maker === 'claude' || /^provider:[a-z0-9-]+$/.test(maker ?? '');
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
