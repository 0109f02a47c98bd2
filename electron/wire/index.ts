import type { WireFormat } from '../../shared/domain/provider.ts';
import type { WireAdapter } from './adapter.ts';
import { openaiChat } from './openai-chat/adapter.ts';

export { accumulate, MessageAccumulator, UsageMerger } from './accumulate.ts';
export { decodeAnthropicError } from './anthropic-messages/errors.ts';
export { AnthropicObserver } from './anthropic-messages/observe.ts';
export { readTopLevel, spliceModel } from './anthropic-messages/splice-model.ts';
export { stripAttribution } from './anthropic-messages/strip-attribution.ts';
export { stripForeignThinking } from './anthropic-messages/strip-foreign-thinking.ts';
export { findGrammarBreach } from './grammar.ts';
export { unsupportedField } from './openai-chat/request.ts';

/** The translating wires. `anthropic-messages` is not here: its bytes pass untouched. */
export const wires: Partial<Record<WireFormat, WireAdapter>> = {
  'openai-chat': openaiChat,
};
