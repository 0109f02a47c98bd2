import type { MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import { UsageMerger } from '../wire/accumulate.ts';

/** What a stream has shown so far: enough to tell a proper end from a cut, and to bill it. */
export class StreamWatch {
  readonly #usage = new UsageMerger();
  #hasContent = false;
  #hasStopped = false;
  #error: { readonly type: string; readonly message: string } | null = null;

  get usage(): MessagesUsage | null {
    return this.#usage.usage;
  }

  get hasContent(): boolean {
    return this.#hasContent;
  }

  /** Of a stream whose head is there. */
  get arrived(): 'head' | 'content' {
    return this.#hasContent ? 'content' : 'head';
  }

  /** How a stream ended that did not end well: only an answer that had begun can be cut. */
  get stateOfBroken(): 'cut' | 'failed' {
    return this.#hasContent ? 'cut' : 'failed';
  }

  /** `message_stop`, or a stop reason: the client takes either as the end, whatever becomes of the connection then. */
  get hasStopped(): boolean {
    return this.#hasStopped;
  }

  get error(): { readonly type: string; readonly message: string } | null {
    return this.#error;
  }

  push(event: MessagesEvent): void {
    this.#usage.push(event);
    switch (event.type) {
      case 'message_delta':
        if (event.delta.stop_reason !== null) this.#hasStopped = true;
        break;
      case 'message_stop':
        this.#hasStopped = true;
        break;
      case 'error':
        this.#error = event.error;
        break;
      case 'content_block_start':
      case 'content_block_delta':
        this.#hasContent = true;
        break;
      case 'message_start':
      case 'content_block_stop':
      case 'ping':
        break;
    }
  }
}
