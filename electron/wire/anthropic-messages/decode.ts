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
    return err(decodeAnthropicError(502, JSON.stringify(body), providerName));
  },
  translate: () => {
    let hasStopped = false;
    return {
      push: (event) => {
        hasStopped ||= event.type === 'message_stop' || event.type === 'error';
        return [event];
      },
      end: (cause) => (hasStopped || cause === 'aborted' ? [] : [cutShort]),
    };
  },
};

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
