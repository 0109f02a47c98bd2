import { ok } from '../../../shared/base/result.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { SignatureOrigins } from '../../wire/anthropic-messages/signature-origins.ts';
import type { BodyAnswer, BodyResult, BodyTask } from './body-protocol.ts';
import { outlineOf, parseMessagesRequest, signaturesIn } from './read-request.ts';
import { writeRequest } from './write-request.ts';

/** Bodies whose parsed form is kept for a second target; beyond this one is parsed again. */
const MAX_KEPT_BYTES = 96 * 1024 * 1024;

type AskedTask = Exclude<BodyTask, { readonly kind: 'release' }>;

/** The thread's side: answers one task after the other. */
export class BodyDesk {
  readonly #kept = new Map<number, { readonly request: MessagesRequest; readonly size: number }>();

  /** null: nothing is to be answered. */
  answer(task: BodyTask): BodyAnswer | null {
    if (task.kind === 'release') {
      this.#kept.delete(task.bodyId);
      return null;
    }
    const { taskId } = task;
    try {
      return { taskId, result: this.#work(task) };
    } catch (error) {
      return { taskId, fault: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };
    }
  }

  #work(task: AskedTask): BodyResult {
    const { bodyId, bytes } = task;
    const parsed = this.#kept.get(bodyId);
    const request = parsed === undefined ? parseMessagesRequest(bytes) : ok(parsed.request);
    if (!request.ok) return request;
    if (parsed === undefined) this.#keep(bodyId, request.value, bytes.length);
    if (task.kind === 'read') {
      const outline = outlineOf(request.value, task.context);
      return ok({ outline, signatures: signaturesIn(request.value) });
    }
    const origins = new SignatureOrigins(task.known);
    return ok(writeRequest(bytes, request.value, task.order, origins));
  }

  #keep(bodyId: number, request: MessagesRequest, size: number): void {
    let total = size;
    for (const kept of this.#kept.values()) total += kept.size;
    for (const [oldest, kept] of this.#kept) {
      if (total <= MAX_KEPT_BYTES) break;
      this.#kept.delete(oldest);
      total -= kept.size;
    }
    this.#kept.set(bodyId, { request, size });
  }
}

/** What may move to the asking thread instead of being copied: memory that holds the answer and nothing else. */
export function movable(answer: BodyAnswer): ArrayBuffer[] {
  if (!('result' in answer) || !answer.result.ok || !('body' in answer.result.value)) return [];
  const { body } = answer.result.value;
  const isOwn = body?.buffer instanceof ArrayBuffer && body.buffer.byteLength === body.byteLength;
  return isOwn ? [body.buffer] : [];
}
