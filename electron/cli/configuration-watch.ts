import { stat } from 'node:fs/promises';
import type { Disposable } from '../../shared/base/disposable.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { readConfiguration, type Problem } from '../base/configuration-file.ts';

export interface ConfigurationWatchOptions {
  readonly file: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What runs now. */
  readonly current: Configuration;
  readonly onChange: (configuration: Configuration) => void;
  /** The file cannot be run from; what runs stays. */
  readonly onProblems: (problems: readonly Problem[]) => void;
  /** Shorter in tests. */
  readonly lookMs?: number;
}

const LOOK_MS = 300;
/** A file that is away or empty is most likely being written; only after so many looks it is meant. */
const PATIENT_LOOKS = 7;

/**
 * Follows a configuration file by looking at it: a watcher of the system loses a file that is replaced, deleted and
 * made again or reached through a link, and there is none on network drives. Looks through links, so that turning one
 * counts; waits until two looks see the same, so that half a file is not read.
 */
export function watchConfiguration(options: ConfigurationWatchOptions): Disposable {
  const watch = new ConfigurationWatch(options);
  watch.start();
  return watch;
}

class ConfigurationWatch implements Disposable {
  readonly #options: ConfigurationWatchOptions;
  #timer: NodeJS.Timeout | null = null;
  #isDisposed = false;
  /** As of the last look, and as of the last reading. */
  #seen = '';
  #read = '';
  #looksWithout = 0;
  /** What runs, and what was last complained of: neither is told twice. */
  #running: string;
  #complaint = '';

  constructor(options: ConfigurationWatchOptions) {
    this.#options = options;
    this.#running = JSON.stringify(options.current);
  }

  start(): void {
    if (this.#isDisposed) return;
    this.#timer = setTimeout(() => {
      void this.#look().finally(() => {
        this.start();
      });
    }, this.#options.lookMs ?? LOOK_MS);
    // The gateway keeps the process alive, not this.
    this.#timer.unref();
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { state, isThere } = await lookAt(this.#options.file);
    const isSettled = state === this.#seen;
    this.#seen = state;
    this.#looksWithout = isThere ? 0 : this.#looksWithout + 1;
    if (!isSettled || state === this.#read) return;
    if (!isThere && this.#looksWithout < PATIENT_LOOKS) return;
    this.#read = state;
    await this.#take();
  }

  async #take(): Promise<void> {
    const { file, env, onChange, onProblems } = this.#options;
    const read = await readConfiguration(file, env);
    if (this.#isDisposed) return;
    if (!read.ok) {
      const complaint = JSON.stringify(read.error);
      if (complaint === this.#complaint) return;
      this.#complaint = complaint;
      onProblems(read.error);
      return;
    }
    const wanted = JSON.stringify(read.value);
    // Touched, or formatted anew; but after a complaint it is good to hear that all is well.
    if (wanted === this.#running && this.#complaint === '') return;
    this.#complaint = '';
    this.#running = wanted;
    onChange(read.value);
  }
}

/** A text that is another one whenever the file may have other content. */
async function lookAt(file: string): Promise<{ state: string; isThere: boolean }> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return { state: [dev, ino, size, mtimeNs, ctimeNs].join(' '), isThere: size > 0n };
  } catch (error) {
    return { state: (error as NodeJS.ErrnoException).code ?? 'unreadable', isThere: false };
  }
}
