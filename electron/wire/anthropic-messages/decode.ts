import { err, ok } from '../../../shared/base/result.ts';
import { gatewayError } from '../../../shared/domain/gateway-error.ts';
import type { Message, MessagesEvent } from '../../../shared/wire/messages.ts';
import type { AnswerAdapter } from '../adapter.ts';
import { decodeAnthropicError } from './errors.ts';
import { AnthropicObserver } from './observe.ts';

/**
 * Reads answers of our own dialect, for the one case where bytes cannot pass: an endpoint that streams when a whole
 * answer was asked for, or the reverse.
 */
export const anthropicAnswers: AnswerAdapter<MessagesEvent> = {
  decodeEvent: (frame) => {
    const [event] = new AnthropicObserver().push(frame);
    return ok(event ?? 'ignore');
  },
  decodeResponse: (body, { providerName = 'The provider' }) => {
    const answer = (body ?? {}) as Partial<Message>;
    if (Array.isArray(answer.content)) return ok({ ...emptyAnswer, ...answer } as Message);
    if (isErrorBody(body))
      return err(decodeAnthropicError(502, JSON.stringify(body), providerName));
    return err(gatewayError('upstream-garbled', `${providerName} sent JSON that is no answer`));
  },
  translate: () => {
    let isFinished = false;
    let isOver = false;
    return {
      get isFinished() {
        return isFinished;
      },
      push: (event) => {
        isFinished ||= event.type === 'message_delta' && event.delta.stop_reason !== null;
        isOver ||= event.type === 'message_stop' || event.type === 'error';
        return [event];
      },
      end: (cause) => {
        if (isOver || cause === 'aborted') return [];
        // Some endpoints leave the last event out: with its stop reason the answer is whole.
        return isFinished ? [{ type: 'message_stop' }] : [cutShort];
      },
    };
  },
};

/** An error in spite of its status: Anthropic's shape, anybody's `error`, or MiniMax's `base_resp`. */
export function isErrorBody(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { type, error, base_resp: base } = body as Readonly<Record<string, unknown>>;
  const status = (base as { readonly status_code?: unknown } | undefined)?.status_code;
  const isRefused = typeof status === 'number' && status !== 0;
  return type === 'error' || (error !== undefined && error !== null) || isRefused;
}

/** What a thin imitation of the API may leave out. */
const emptyAnswer = {
  type: 'message',
  role: 'assistant',
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 0, output_tokens: 0 },
};

const truncated = gatewayError('truncated', 'The stream ended before the answer did');
const cutShort: MessagesEvent = {
  type: 'error',
  error: { type: truncated.type, message: truncated.message },
};
