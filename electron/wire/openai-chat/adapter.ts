import type { WireAdapter } from '../adapter.ts';
import { decodeError } from './errors.ts';
import { encodeRequest } from './request.ts';
import { decodeEvent, decodeResponse } from './response.ts';
import type { ChatChunk } from './schema.ts';
import { ChatTranslator } from './stream.ts';

/** OpenAI chat completions and everything that calls itself compatible. */
export const openaiChat: WireAdapter<ChatChunk> = {
  encodeRequest,
  decodeResponse,
  decodeEvent,
  translate: (seed) => new ChatTranslator(seed),
  decodeError,
};
