import type { Logger } from '../base/logger.ts';
import type { OpenNote } from './database.ts';
import { StoreConnection } from './store-connection.ts';
import { GONE, StoreError } from './store-error.ts';
import type {
  StoreChannel,
  StoreConnector,
  StoreOperation,
  StoreOperations,
} from './store-protocol.ts';

/** Waits before each try to begin anew; after the last one the store stays away until the app starts again. */
export const RESTART_DELAYS_MS: readonly number[] = [250, 1000, 5000, 30_000, 120_000];
/** A connection that lived this long has its tries back. */
const SOUND_AFTER_MS = 10 * 60 * 1000;

export interface StoreLinkOptions {
  readonly file: string;
  readonly connect: StoreConnector;
  readonly restartDelaysMs?: readonly number[];
  readonly logger: Logger;
  /** It opened again, went away, stays away, or set a damaged file aside. */
  readonly onChange: () => void;
}

/** The way to the store's other side, made anew when that side dies. */
export class StoreLink {
  readonly #options: StoreLinkOptions;
  readonly #delays: readonly number[];
  #channel: StoreChannel | null = null;
  #connection: StoreConnection | null = null;
  #timer: NodeJS.Timeout | null = null;
  #tries = 0;
  #openedAt = 0;
  #state: 'open' | 'restarting' | 'stopped' = 'restarting';
  #isReadOnly = false;
  /** Why it is not open. */
  #because = 'The store is not open yet';
  note: OpenNote | null = null;

  private constructor(options: StoreLinkOptions) {
    this.#options = options;
    this.#delays = options.restartDelaysMs ?? RESTART_DELAYS_MS;
  }

  /** Rejects when the file cannot be opened the first time. */
  static async open(options: StoreLinkOptions): Promise<StoreLink> {
    const link = new StoreLink(options);
    await link.#connect(false);
    return link;
  }

  get state(): 'open' | 'restarting' | 'stopped' {
    return this.#state;
  }

  get isReadOnly(): boolean {
    return this.#isReadOnly;
  }

  ask<O extends StoreOperation>(
    operation: O,
    input: StoreOperations[O]['input'],
  ): Promise<StoreOperations[O]['output']> {
    if (this.#state === 'open' && this.#connection !== null)
      return this.#connection.ask(operation, input);
    return Promise.reject(new StoreError(this.#because, GONE));
  }

  /** Everything later rejects. */
  async end(because: string): Promise<void> {
    this.#state = 'stopped';
    this.#because = because;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#connection?.end(because);
    await this.#channel?.terminate();
  }

  async #connect(isAgain: boolean): Promise<void> {
    const channel = this.#options.connect();
    const connection = new StoreConnection(channel, {
      onGone: (because) => {
        if (connection === this.#connection && this.#state === 'open') this.#lost(because);
      },
      onRenewed: (note) => {
        this.#noted(note);
        this.#options.onChange();
      },
    });
    this.#channel = channel;
    this.#connection = connection;
    try {
      const { file } = this.#options;
      const { note, isReadOnly } = await connection.ask('open', {
        file,
        pid: process.pid,
        isAgain,
      });
      this.#isReadOnly = isReadOnly;
      if (note !== null) this.#noted(note);
    } catch (error) {
      connection.end('The store could not be opened');
      await channel.terminate();
      throw error;
    }
    this.#openedAt = performance.now();
    this.#state = 'open';
  }

  #noted(note: OpenNote): void {
    this.note = note;
    this.#options.logger.log('warn', 'storage: opened with a note', { ...note });
  }

  #lost(because: string): void {
    if (performance.now() - this.#openedAt > SOUND_AFTER_MS) this.#tries = 0;
    this.#state = 'restarting';
    this.#because = because;
    this.#options.logger.log('error', 'storage: the thread is gone', { because });
    void this.#channel?.terminate();
    this.#tryLater();
    this.#options.onChange();
  }

  #tryLater(): void {
    const delay = this.#delays[this.#tries];
    if (delay === undefined) {
      this.#state = 'stopped';
      this.#options.logger.log('error', 'storage: not started again', { tries: this.#tries });
      return;
    }
    this.#tries += 1;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#tryAgain();
    }, delay);
    this.#timer.unref();
  }

  async #tryAgain(): Promise<void> {
    try {
      await this.#connect(true);
    } catch (error) {
      if (this.#state !== 'restarting') return;
      this.#options.logger.log('error', 'storage: starting again failed', { error: String(error) });
      this.#tryLater();
    }
    this.#options.onChange();
  }
}
