import type { Block } from './dialects.ts';

/** What is particular about one vendor's Messages stream; everything left out is as Anthropic does it. */
export interface MessagesTraits {
  readonly withoutPings?: boolean;
  readonly withoutSignature?: boolean;
  /** Arguments in one delta. */
  readonly wholeInput?: boolean;
  readonly callId?: (turn: number, call: number) => string;
  /** Usage in `message_start` and in `message_delta`. */
  readonly startUsage?: object;
  readonly endUsage?: object;
}

export function messagesFrames(
  traits: MessagesTraits,
  blocks: readonly Block[],
  turn: number,
): readonly string[] {
  const { startUsage = { input_tokens: 125, cache_read_input_tokens: 9_000, output_tokens: 1 } } =
    traits;
  const message = {
    id: `msg_${turn}_scripted`,
    type: 'message',
    role: 'assistant',
    model: 'scripted',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: startUsage,
  };
  const reason = blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
  let call = 0;
  return [
    sse({ type: 'message_start', message }),
    ...blocks.flatMap((block, index) => {
      const id = messagesCallId(traits, turn, call);
      if (block.type === 'tool_use') call += 1;
      const frames = blockFrames(traits, block, index, id);
      return traits.withoutPings === true ? frames : [...frames, sse({ type: 'ping' })];
    }),
    sse({
      type: 'message_delta',
      delta: { stop_reason: reason, stop_sequence: null },
      usage: traits.endUsage ?? { output_tokens: 12 },
    }),
    sse({ type: 'message_stop' }),
  ];
}

export function messagesCallId(traits: MessagesTraits, turn: number, call: number): string {
  return traits.callId?.(turn, call) ?? `toolu_${turn}x${call}`;
}

function blockFrames(
  traits: MessagesTraits,
  block: Block,
  index: number,
  id: string,
): readonly string[] {
  const pieces = traits.wholeInput === true ? (text: string): string[] => [text] : halves;
  const [opening, deltas] = ((): [object, object[]] => {
    switch (block.type) {
      case 'text':
        return [
          { ...block, text: '' },
          halves(block.text).map((text) => ({ type: 'text_delta', text })),
        ];
      case 'thinking': {
        const told = halves(block.thinking).map((thinking) => ({
          type: 'thinking_delta',
          thinking,
        }));
        const signed = { type: 'signature_delta', signature: block.signature };
        const isSigned = traits.withoutSignature !== true;
        return [
          { type: 'thinking', thinking: '', ...(isSigned && { signature: '' }) },
          isSigned ? [...told, signed] : told,
        ];
      }
      case 'tool_use':
        return [
          { ...block, id, input: {} },
          pieces(JSON.stringify(block.input)).map((partial_json) => ({
            type: 'input_json_delta',
            partial_json,
          })),
        ];
    }
  })();
  return [
    sse({ type: 'content_block_start', index, content_block: opening }),
    ...deltas.map((delta) => sse({ type: 'content_block_delta', index, delta })),
    sse({ type: 'content_block_stop', index }),
  ];
}

function sse(event: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== '');
}
