import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { HarEntry, HarOpening, HarProblem } from '../../shared/domain/har.ts';
import type { FileThread } from '../traffic/file-thread.ts';
import { plainWords } from '../traffic/har/har-schema.ts';

/** The HAR file that is looked at: one at a time, in a thread of its own, and nowhere else. */
export class HarDesk {
  readonly #thread: () => FileThread;
  #open: { readonly harId: string; readonly thread: FileThread } | null = null;

  constructor(thread: () => FileThread) {
    this.#thread = thread;
  }

  /** What was open before is closed once the new one could be read. */
  async open(path: string): Promise<HarOpening> {
    const thread = this.#thread();
    const refused = async (problem: HarProblem): Promise<HarOpening> => {
      await thread.end();
      return { ok: false, fileName: plainWords(basename(path), 200), problem };
    };
    try {
      const read = await thread.ask('open', path);
      if (!read.ok) return await refused(read.error);
      const value = { harId: randomUUID(), ...read.value };
      await this.#open?.thread.end();
      this.#open = { harId: value.harId, thread };
      return { ok: true, value };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return refused({ code: 'unreadable', detail });
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
