import type { StreamEventRecord } from '../../shared/domain/exchange.ts';
import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { deltaLength } from './delta-text.ts';
import { redactKeys } from '../../shared/base/redact.ts';

/** Shown per event; what is longer is cut. */
export const MAX_DATA_CHARACTERS = 4096;
/** Kept of the beginning and of the end: both tell more than the middle. */
const HEAD_EVENTS = 1800;
const TAIL_EVENTS = 200;
/** What an object costs besides its text; a guess, for the bound on memory. */
const OBJECT_BYTES = 300;

/** `content` stays an object until somebody looks: most events are never looked at. */
interface KeptEvent {
  readonly index: number;
  readonly atMs: number;
  readonly type: string;
  readonly content: MessagesEvent | string;
  readonly bytes: number;
}

/** Events of one stream, bounded in number and size. Indices are those of the stream, so a gap can be seen. */
export class EventLog {
  readonly #head: KeptEvent[] = [];
  readonly #tail: KeptEvent[] = [];
  #count = 0;
  #bytes = 0;

  /** Roughly what it holds in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  add(event: MessagesEvent, atMs: number): void {
    const size = sizeOf(event);
    this.#keep(event.type, size > MAX_DATA_CHARACTERS ? JSON.stringify(event) : event, size, atMs);
  }

  /** A frame of any dialect, with its data as it came. */
  addFrame(event: string | null, data: string, atMs: number): void {
    this.#keep(event ?? '', data, data.length, atMs);
  }

  #keep(type: string, content: MessagesEvent | string, size: number, atMs: number): void {
    const kept = typeof content === 'string' && size > MAX_DATA_CHARACTERS ? cut(content) : content;
    const bytes = OBJECT_BYTES + Math.min(size, MAX_DATA_CHARACTERS);
    const record = { index: this.#count, atMs, type, content: kept, bytes };
    this.#count += 1;
    this.#bytes += bytes;
    if (this.#head.length < HEAD_EVENTS) {
      this.#head.push(record);
      return;
    }
    this.#tail.push(record);
    if (this.#tail.length > TAIL_EVENTS) this.#bytes -= this.#tail.shift()?.bytes ?? 0;
  }

  records(): readonly StreamEventRecord[] {
    return [...this.#head, ...this.#tail].map(({ index, atMs, type, content }) => ({
      index,
      atMs,
      type,
      data: cut(typeof content === 'string' ? content : JSON.stringify(content)),
    }));
  }

  get count(): number {
    return this.#count;
  }

  get lost(): number {
    return this.#count - this.#head.length - this.#tail.length;
  }
}

function cut(text: string): string {
  // Blanked before the cut, so that half a key cannot stay behind it; no further than what could be shown.
  return redactKeys(text.slice(0, 2 * MAX_DATA_CHARACTERS)).slice(0, MAX_DATA_CHARACTERS);
}

/** Characters that an event keeps alive. Deltas are told by their one string; the rest is rare enough to be measured. */
function sizeOf(event: MessagesEvent): number {
  if (event.type === 'content_block_delta') return deltaLength(event.delta);
  return JSON.stringify(event).length;
}
