import { randomUUID } from 'node:crypto';
import type { HarEntry, HarView } from '../../shared/domain/har.ts';
import { err, ok, type Result } from '../../shared/base/result.ts';
import type { FileThread } from '../traffic/file-thread.ts';

/** The HAR file that is looked at: one at a time, in a thread of its own, and nowhere else. */
export class HarDesk {
  readonly #thread: () => FileThread;
  #open: { readonly harId: string; readonly thread: FileThread } | null = null;

  constructor(thread: () => FileThread) {
    this.#thread = thread;
  }

  /** What was open before is closed once the new one could be read. */
  async open(path: string): Promise<Result<HarView, string>> {
    const thread = this.#thread();
    try {
      const view = { harId: randomUUID(), ...(await thread.ask('open', path)) };
      await this.#open?.thread.end();
      this.#open = { harId: view.harId, thread };
      return ok(view);
    } catch (error) {
      await thread.end();
      return err(error instanceof Error ? error.message : String(error));
    }
  }

  /** null where the file was closed meanwhile. */
  async entry(harId: string, exchangeId: string): Promise<HarEntry | null> {
    if (this.#open?.harId !== harId) return null;
    return this.#open.thread.ask('entry', exchangeId);
  }

  async close(harId: string): Promise<void> {
    if (this.#open?.harId !== harId) return;
    const { thread } = this.#open;
    this.#open = null;
    await thread.end();
  }
}
