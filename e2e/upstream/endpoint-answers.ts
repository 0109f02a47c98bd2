import type { EndpointOptions, ModelRequest, Wire } from './endpoint-options.ts';

/** What a stream says, token by token. */
type Token =
  | { readonly kind: 'text' | 'thinking'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly json: string };

const TOOL_NAME = 'report_weather';
const TOOL_JSON = '{"place":{"city":"Paris","country":"France"},"days":3}';

export function script(
  options: EndpointOptions,
  body: ModelRequest,
  hasTools: boolean,
): readonly Token[] {
  if (hasTools && options.tools === 'work') {
    return [{ kind: 'tool', name: TOOL_NAME, json: TOOL_JSON }];
  }
  if (hasTools && options.tools === 'broken-arguments') {
    return [{ kind: 'tool', name: TOOL_NAME, json: TOOL_JSON.slice(0, -4) }];
  }
  if (hasTools && options.tools === 'as-text') {
    return [{ kind: 'text', text: `<tool_call>{"name": "${TOOL_NAME}"}</tool_call>` }];
  }
  const prompt = JSON.stringify(body.messages ?? []);
  if (/step by step/i.test(prompt) && options.thinking !== 'none') {
    const thought = '17 times 23 is 391.';
    return options.thinking === 'separate'
      ? [
          { kind: 'thinking', text: thought },
          { kind: 'text', text: '391' },
        ]
      : [{ kind: 'text', text: `<think>${thought}</think>391` }];
  }
  // Only counting is answered at length; other questions get a word.
  const isCounting = /Count from|whole number/.test(prompt);
  const count = Math.min(body.max_tokens ?? 64, isCounting ? 4096 : 3);
  return Array.from({ length: count }, (_, index) => ({
    kind: 'text' as const,
    text: `${index + 1} `,
  }));
}

export interface EncodedStream {
  readonly head: string;
  readonly tokens: readonly string[];
  readonly tail: string;
}

export const encoders: Readonly<
  Record<Wire, (options: EndpointOptions, tokens: readonly Token[]) => EncodedStream>
> = { 'openai-chat': encodeChat, 'anthropic-messages': encodeMessages };

function encodeChat(options: EndpointOptions, tokens: readonly Token[]): EncodedStream {
  const chunk = (delta: unknown, finish: string | null) =>
    data({
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const usage = options.reportsUsage
    ? data({ choices: [], usage: { prompt_tokens: 20, completion_tokens: tokens.length } })
    : '';
  const finish = tokens.some(({ kind }) => kind === 'tool') ? 'tool_calls' : 'length';
  return {
    head: chunk({ role: 'assistant', content: '' }, null),
    tokens: tokens.map((token) => {
      if (token.kind === 'tool') {
        const call = { index: 0, id: 'call_1', type: 'function' };
        const details = { name: token.name, arguments: token.json };
        return chunk({ tool_calls: [{ ...call, function: details }] }, null);
      }
      const name = token.kind === 'text' ? 'content' : 'reasoning_content';
      return chunk({ [name]: token.text }, null);
    }),
    tail: `${chunk({}, finish)}${usage}data: [DONE]\n\n`,
  };
}

function encodeMessages(options: EndpointOptions, tokens: readonly Token[]): EncodedStream {
  const event = (type: string, body: Readonly<Record<string, unknown>>) =>
    `event: ${type}\n${data({ type, ...body })}`;
  const block = (index: number, start: unknown, delta: unknown) =>
    event('content_block_start', { index, content_block: start }) +
    event('content_block_delta', { index, delta }) +
    event('content_block_stop', { index });
  const stop = tokens.some(({ kind }) => kind === 'tool') ? 'tool_use' : 'max_tokens';
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: options.model };
  const usage = { input_tokens: 20, output_tokens: 0 };
  return {
    head: event('message_start', { message: { ...message, content: [], usage } }),
    tokens: tokens.map((token, index) => {
      if (token.kind === 'tool') {
        const start = { type: 'tool_use', id: 'toolu_1', name: token.name, input: {} };
        return block(index, start, { type: 'input_json_delta', partial_json: token.json });
      }
      return token.kind === 'text'
        ? block(index, { type: 'text', text: '' }, { type: 'text_delta', text: token.text })
        : block(
            index,
            { type: 'thinking', thinking: '' },
            { type: 'thinking_delta', thinking: token.text },
          );
    }),
    tail:
      event('message_delta', {
        delta: { stop_reason: stop, stop_sequence: null },
        usage: options.reportsUsage ? { output_tokens: tokens.length } : {},
      }) + event('message_stop', {}),
  };
}

export function wholeAnswer(wire: Wire, model: string, tokens: number): unknown {
  if (wire === 'openai-chat') {
    return {
      object: 'chat.completion',
      model,
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'length' },
      ],
      usage: { prompt_tokens: 8, completion_tokens: tokens, total_tokens: 8 + tokens },
    };
  }
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: 'Hi' }],
    stop_reason: 'max_tokens',
    stop_sequence: null,
    usage: { input_tokens: 8, output_tokens: tokens },
  };
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
