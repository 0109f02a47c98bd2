import type {
  ContentBlock,
  ContentDelta,
  Message,
  MessagesEvent,
  MessagesUsage,
  StopReason,
} from '../../../shared/wire/messages.ts';
import type { SseFrame } from '../sse.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Frames of a stream that passes through to what observers read. Never throws: unknown events, unknown deltas and
 * broken JSON give nothing, gaps are filled (an endpoint without usage gives zeros), unknown fields are kept.
 */
export class AnthropicObserver {
  push(frame: SseFrame): readonly MessagesEvent[] {
    const payload = parse(frame.data);
    const event = payload && readEvent(payload);
    return event ? [event] : [];
  }
}

function parse(data: string): Fields | null {
  if (!data.includes('{')) return null;
  try {
    return asFields(JSON.parse(data));
  } catch {
    // The bytes went to the client as they are; the client judges them.
    return null;
  }
}

function readEvent(payload: Fields): MessagesEvent | null {
  switch (payload['type']) {
    case 'message_start': {
      const message = asFields(payload['message']);
      return message && { type: 'message_start', message: readMessage(message) };
    }
    case 'message_delta':
      return readMessageDelta(payload);
    case 'message_stop':
    case 'ping':
      return { type: payload['type'] };
    case 'error':
      return { type: 'error', error: readError(payload['error']) };
    default:
      return typeof payload['index'] === 'number'
        ? readBlockEvent(payload, payload['index'])
        : null;
  }
}

function readBlockEvent(payload: Fields, index: number): MessagesEvent | null {
  switch (payload['type']) {
    case 'content_block_start': {
      const block = readBlock(payload['content_block']);
      return block && { type: 'content_block_start', index, content_block: block };
    }
    case 'content_block_delta': {
      const delta = readDelta(asFields(payload['delta']) ?? {});
      return delta && { type: 'content_block_delta', index, delta };
    }
    case 'content_block_stop':
      return { type: 'content_block_stop', index };
    default:
      return null;
  }
}

function readMessageDelta(payload: Fields): MessagesEvent {
  const usage: Partial<MessagesUsage> = asFields(payload['usage']) ?? {};
  const delta = asFields(payload['delta']) ?? {};
  return { type: 'message_delta', delta: { ...delta, ...readStop(delta) }, usage };
}

function readMessage(message: Fields): Message {
  const usage = asFields(message['usage']) ?? {};
  return {
    ...message,
    id: textOf(message['id']),
    type: 'message',
    role: 'assistant',
    model: textOf(message['model']),
    content: Array.isArray(message['content']) ? (message['content'] as ContentBlock[]) : [],
    ...readStop(message),
    usage: {
      ...usage,
      input_tokens: numberOf(usage['input_tokens']),
      output_tokens: numberOf(usage['output_tokens']),
    },
  };
}

function readBlock(value: unknown): ContentBlock | null {
  const block = asFields(value);
  const type = block?.['type'];
  return typeof type === 'string' ? { ...block, type } : null;
}

function readStop(fields: Fields): {
  stop_reason: StopReason | null;
  stop_sequence: string | null;
} {
  const reason = fields['stop_reason'];
  const sequence = fields['stop_sequence'];
  return {
    stop_reason: typeof reason === 'string' ? (reason as StopReason) : null,
    stop_sequence: typeof sequence === 'string' ? sequence : null,
  };
}

function readDelta(delta: Fields): ContentDelta | null {
  switch (delta['type']) {
    case 'text_delta':
      return { type: 'text_delta', text: textOf(delta['text']) };
    case 'thinking_delta':
      return { type: 'thinking_delta', thinking: textOf(delta['thinking']) };
    case 'signature_delta':
      return { type: 'signature_delta', signature: textOf(delta['signature']) };
    case 'input_json_delta':
      return { type: 'input_json_delta', partial_json: textOf(delta['partial_json']) };
    default:
      return null;
  }
}

function readError(error: unknown): { type: string; message: string } {
  if (typeof error === 'string') return { type: 'api_error', message: error };
  const fields = asFields(error) ?? {};
  return {
    ...fields,
    type: textOf(fields['type']) || 'api_error',
    message: textOf(fields['message']) || 'The upstream reported an error without a message',
  };
}

function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
