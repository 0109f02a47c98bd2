import type { ContentBlock, Message, MessagesEvent } from '../../shared/wire/messages.ts';

/** A whole answer as the stream it could have been: content arrives by deltas, as the client requires. */
export function eventsOfMessage(message: Message): readonly MessagesEvent[] {
  const { content, stop_reason, stop_sequence, usage } = message;
  return [
    {
      type: 'message_start',
      message: {
        ...message,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { ...usage, output_tokens: 0 },
      },
    },
    ...content.flatMap(eventsOfBlock),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage },
    { type: 'message_stop' },
  ];
}

function eventsOfBlock(block: ContentBlock, index: number): readonly MessagesEvent[] {
  const { opening, deltas } = splitBlock(block);
  return [
    { type: 'content_block_start', index, content_block: opening },
    ...deltas.map((delta) => ({ type: 'content_block_delta' as const, index, delta })),
    { type: 'content_block_stop', index },
  ];
}

type Delta = Extract<MessagesEvent, { type: 'content_block_delta' }>['delta'];

function splitBlock(block: ContentBlock): {
  readonly opening: ContentBlock;
  readonly deltas: readonly Delta[];
} {
  switch (block.type) {
    case 'text': {
      const text = typeof block.text === 'string' ? block.text : '';
      return { opening: { ...block, text: '' }, deltas: [{ type: 'text_delta', text }] };
    }
    case 'thinking': {
      const thinking = typeof block.thinking === 'string' ? block.thinking : '';
      const signature = typeof block.signature === 'string' ? block.signature : '';
      return {
        opening: { ...block, thinking: '', signature: '' },
        deltas: [
          { type: 'thinking_delta', thinking },
          { type: 'signature_delta', signature },
        ],
      };
    }
    case 'tool_use': {
      const partial_json = JSON.stringify(block.input ?? {});
      return {
        opening: { ...block, input: {} },
        deltas: [{ type: 'input_json_delta', partial_json }],
      };
    }
    default:
      return { opening: block, deltas: [] };
  }
}
