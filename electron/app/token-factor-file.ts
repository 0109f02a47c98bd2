import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Logger } from '../base/logger.ts';
import type { TokenFactor, TokenFactorStore } from '../tokens/calibration.ts';

export interface TokenFactorFile extends TokenFactorStore {
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

const fileSchema = z.array(z.object({ key: z.string(), factor: z.number(), samples: z.number() }));
/** Factors move slowly: what the last half minute taught may be lost in a crash. */
const WRITE_AFTER_MS = 30_000;

/** The models' token factors in a JSON file of their own. They are learned anew where the file is missing or damaged. */
export function openTokenFactors(
  file: string,
  logger: Logger,
  writeAfterMs = WRITE_AFTER_MS,
): TokenFactorFile {
  let unwritten: readonly TokenFactor[] | null = null;
  let timer: NodeJS.Timeout | null = null;
  let writing = Promise.resolve();

  const write = (): void => {
    const factors = unwritten;
    timer = null;
    unwritten = null;
    if (factors === null) return;
    writing = writing
      .then(() => writeWhole(file, factors))
      .catch((error: unknown) => {
        logger.log('warn', 'The token factors could not be written', { error: String(error) });
      });
  };
  return {
    load: () => read(file),
    save: (factors) => {
      unwritten = factors;
      timer ??= setTimeout(write, writeAfterMs).unref();
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      write();
      await writing;
    },
  };
}

function read(file: string): readonly TokenFactor[] {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch {
    // Missing at the first start; damaged: worth no more than what is learned in a day.
    return [];
  }
}

async function writeWhole(file: string, factors: readonly TokenFactor[]): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(factors), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
