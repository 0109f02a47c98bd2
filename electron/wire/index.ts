import type { WireFormat } from '../../shared/domain/provider.ts';
import type { WireAdapter } from './adapter.ts';
import { openaiChat } from './openai-chat/adapter.ts';

/** The translating wires. `anthropic-messages` is not here: its bytes pass untouched. */
export const wires: Partial<Record<WireFormat, WireAdapter>> = {
  'openai-chat': openaiChat,
};
