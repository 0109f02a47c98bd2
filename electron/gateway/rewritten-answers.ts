import type { MessagesEvent } from '../../shared/wire/messages.ts';
import type { AnswerAdapter } from '../wire/adapter.ts';
import { anthropicAnswers } from '../wire/anthropic-messages/decode.ts';
import { signatureIn, signatureOf } from './signature-in.ts';

/** Answers of our own dialect that are written anew; like those that pass, they tell whose signatures they carry. */
export function rewrittenAnswers(
  onSignature: (signature: string) => void,
): AnswerAdapter<MessagesEvent> {
  const tell = (signature: string | null): void => {
    if (signature !== null) onSignature(signature);
  };
  return {
    ...anthropicAnswers,
    decodeEvent: (frame) => {
      const decoded = anthropicAnswers.decodeEvent(frame);
      if (decoded.ok && typeof decoded.value === 'object') tell(signatureIn(decoded.value));
      return decoded;
    },
    decodeResponse: (body, seed) => {
      const decoded = anthropicAnswers.decodeResponse(body, seed);
      if (decoded.ok) for (const block of decoded.value.content) tell(signatureOf(block));
      return decoded;
    },
  };
}
