import type { RawBodies } from '../traffic/bodies.ts';

/** Waiting bodies, all together; what comes beyond is dropped and counted. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

interface WaitingBodies {
  readonly exchangeId: string;
  readonly bodies: RawBodies;
  readonly bytes: number;
}

export interface BodyQueueOptions {
  readonly write: (exchangeId: string, bodies: RawBodies) => Promise<unknown>;
  readonly isReadOnly: () => boolean;
  /** null: written. */
  readonly onWritten: (error: unknown) => void;
  /** Bodies that will not be kept; after it was counted. */
  readonly onDropped: (because: string) => void;
}

/** Hands bodies to the worker one after the other; whoever puts never waits. */
export class BodyQueue {
  readonly #options: BodyQueueOptions;
  #waiting: WaitingBodies[] = [];
  #bytes = 0;
  #draining: Promise<void> | null = null;
  #dropped = 0;

  constructor(options: BodyQueueOptions) {
    this.#options = options;
  }

  get dropped(): number {
    return this.#dropped;
  }

  put(exchangeId: string, bodies: RawBodies): void {
    const bytes = bodies.request.length + 2 * bodies.responseBytes;
    if (this.#options.isReadOnly()) {
      this.#drop('nothing is written');
      return;
    }
    if (this.#bytes + bytes > MAX_WAITING_BYTES) {
      this.#drop('too many bodies wait to be written');
      return;
    }
    this.#bytes += bytes;
    this.#waiting.push({ exchangeId, bodies, bytes });
    void this.flush();
  }

  /** Resolves when everything put so far was written or dropped; never rejects. */
  flush(): Promise<void> {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  /** What waits is forgotten. */
  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.#bytes -= next.bytes;
      try {
        await this.#options.write(next.exchangeId, next.bodies);
        this.#options.onWritten(null);
      } catch (error) {
        this.#options.onWritten(error);
        this.#drop(error instanceof Error ? error.message : String(error));
      }
    }
  }

  #drop(because: string): void {
    this.#dropped += 1;
    this.#options.onDropped(because);
  }
}
