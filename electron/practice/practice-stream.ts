import type { Message, MessagesEvent, MessagesUsage } from '../../shared/wire/messages.ts';
import { encodeForeignThinking } from '../wire/foreign-thinking.ts';
import type { PracticeAnswer, PracticeBlock } from './practice-answer.ts';

export interface PracticeSeed {
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
}

/** More pieces than this would only make a long text slow. */
const MAX_PIECES = 40;

/** Four characters a token: the usual rule of thumb. */
const CHARACTERS_PER_TOKEN = 4;

/** Marked as not Anthropic's, so that it is taken out should the conversation go there later. */
const SIGNATURE = encodeForeignThinking({ provider: 'practice', field: 'reasoning_content' });

/** An answer as the stream it is sent as. */
export function eventsOfAnswer(
  answer: PracticeAnswer,
  seed: PracticeSeed,
): readonly MessagesEvent[] {
  const usage = usageOf(answer, seed);
  const message = { ...emptyMessage(seed), usage: { ...usage, output_tokens: 1 } };
  return [
    { type: 'message_start', message },
    { type: 'ping' },
    ...answer.blocks.flatMap(eventsOfBlock),
    {
      type: 'message_delta',
      delta: { stop_reason: answer.stopReason, stop_sequence: null },
      usage,
    },
    { type: 'message_stop' },
  ];
}

/** The same answer whole. */
export function messageOfAnswer(answer: PracticeAnswer, seed: PracticeSeed): Message {
  return {
    ...emptyMessage(seed),
    content: answer.blocks.map((block) => {
      if (block.type === 'tool_use') return { ...block };
      if (block.type === 'text') return { type: 'text', text: block.text };
      return { type: 'thinking', thinking: block.text, signature: SIGNATURE };
    }),
    stop_reason: answer.stopReason,
    usage: usageOf(answer, seed),
  };
}

function emptyMessage({ id, model }: PracticeSeed): Message {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 0, output_tokens: 0 },
  };
}

function usageOf({ blocks }: PracticeAnswer, { inputTokens }: PracticeSeed): MessagesUsage {
  const characters = blocks.reduce((sum, block) => sum + lengthOf(block), 0);
  return {
    input_tokens: inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: Math.ceil(characters / CHARACTERS_PER_TOKEN),
  };
}

function lengthOf(block: PracticeBlock): number {
  return block.type === 'tool_use' ? JSON.stringify(block.input).length : block.text.length;
}

function eventsOfBlock(block: PracticeBlock, index: number): readonly MessagesEvent[] {
  const stop = { type: 'content_block_stop', index } as const;
  if (block.type === 'tool_use') {
    const { id, name, input } = block;
    return [
      {
        type: 'content_block_start',
        index,
        content_block: { type: 'tool_use', id, name, input: {} },
      },
      ...pieces(JSON.stringify(input), 8).map((partial_json) => ({
        type: 'content_block_delta' as const,
        index,
        delta: { type: 'input_json_delta' as const, partial_json },
      })),
      stop,
    ];
  }
  if (block.type === 'thinking') {
    return [
      {
        type: 'content_block_start',
        index,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      },
      ...pieces(block.text, MAX_PIECES).map((thinking) => ({
        type: 'content_block_delta' as const,
        index,
        delta: { type: 'thinking_delta' as const, thinking },
      })),
      {
        type: 'content_block_delta',
        index,
        delta: { type: 'signature_delta', signature: SIGNATURE },
      },
      stop,
    ];
  }
  return [
    { type: 'content_block_start', index, content_block: { type: 'text', text: '' } },
    ...pieces(block.text, MAX_PIECES).map((text) => ({
      type: 'content_block_delta' as const,
      index,
      delta: { type: 'text_delta' as const, text },
    })),
    stop,
  ];
}

/** Words, as a model sends them, in at most `most` pieces. */
function pieces(text: string, most: number): readonly string[] {
  const words = text.match(/\S+\s*|\s+/g) ?? [];
  const size = Math.ceil(words.length / most);
  const joined: string[] = [];
  for (let at = 0; at < words.length; at += size) joined.push(words.slice(at, at + size).join(''));
  return joined;
}
