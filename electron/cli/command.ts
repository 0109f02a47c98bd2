import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { Machine } from '../base/app-directories.ts';
import { problemLine, readConfiguration } from '../base/configuration-file.ts';

/** Exit codes of every command (config.md 2). */
export const OK = 0;
export const FAILED = 1;
export const WRONG_USAGE = 2;

/** What a command may touch. `signal` aborts on the first SIGINT or SIGTERM; texts carry their own line ends. */
export interface CommandIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly machine: Machine;
  readonly folder: string;
}

/** Ends a command with a sentence for the user; `main` prints it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<Known extends Options> = ReturnType<
  typeof parseArgs<{ options: Known; strict: true; allowPositionals: false }>
>['values'];

/** Options of one command; anything unknown or without its value is wrong usage, with the command's help as remedy. */
export function readOptions<Known extends Options>(
  command: string,
  args: readonly string[],
  options: Known,
): Values<Known> {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [sentence] = message.split('. To specify a positional');
    throw new CommandError(
      `${sentence ?? message}\nSee: switchyard ${command} --help`,
      WRONG_USAGE,
    );
  }
}

/** The configuration of `--config`; every problem becomes a line of its own, and the exit code 2. */
export async function loadConfiguration(
  command: string,
  file: string | undefined,
  env: CommandIo['env'],
): Promise<Configuration> {
  if (file === undefined) {
    const remedy = `Name the configuration file: switchyard ${command} --config FILE`;
    throw new CommandError(remedy, WRONG_USAGE);
  }
  const read = await readConfiguration(file, env);
  if (read.ok) return read.value;
  const lines = read.error.map((problem) => problemLine(file, problem));
  throw new CommandError(lines.join('\n'), WRONG_USAGE);
}
