import type { Script } from './scripted-upstream.ts';

export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly thinking: string; readonly signature: string }
  | {
      readonly type: 'tool_use';
      readonly id: string;
      readonly name: string;
      readonly input: object;
    };

const usage = {
  input_tokens: 25,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 100,
  output_tokens: 1,
};

function sse(event: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function stopReasonOf(blocks: readonly Block[]): string {
  return blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
}

function messageHead(model: string, id: string): object {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
}

/** The frames of a Messages stream, one string for each, arguments and text in two pieces. */
export function anthropicFrames(
  blocks: readonly Block[],
  model = 'scripted',
  id = 'msg_scripted',
): readonly string[] {
  return [
    sse({ type: 'message_start', message: messageHead(model, id) }),
    sse({ type: 'ping' }),
    ...blocks.flatMap(blockFrames),
    sse({
      type: 'message_delta',
      delta: { stop_reason: stopReasonOf(blocks), stop_sequence: null },
      usage: { output_tokens: 12 },
    }),
    sse({ type: 'message_stop' }),
  ];
}

function blockFrames(block: Block, index: number): readonly string[] {
  const event = (type: string, rest: object): string => sse({ type, index, ...rest });
  const opening =
    block.type === 'text'
      ? { ...block, text: '' }
      : block.type === 'thinking'
        ? { ...block, thinking: '', signature: '' }
        : { ...block, input: {} };
  return [
    event('content_block_start', { content_block: opening }),
    ...deltas(block).map((delta) => event('content_block_delta', { delta })),
    event('content_block_stop', {}),
  ];
}

function deltas(block: Block): readonly object[] {
  switch (block.type) {
    case 'text':
      return halves(block.text).map((text) => ({ type: 'text_delta', text }));
    case 'thinking':
      return [
        ...halves(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block.signature },
      ];
    case 'tool_use':
      return halves(JSON.stringify(block.input)).map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }));
  }
}

function halves(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((half) => half !== '');
}

/** Answers in Anthropic's dialect, streamed when the request asks for it. The real client merges answers of one id. */
export function anthropicAnswer(blocks: readonly Block[], id = 'msg_scripted'): Script {
  return (response, request) => {
    const asked = JSON.parse(request.body.toString()) as { stream?: boolean; model: string };
    if (asked.stream === true) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'request-id': 'req_scripted',
      });
      for (const frame of anthropicFrames(blocks, asked.model, id)) response.write(frame);
      response.end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', 'request-id': 'req_scripted' });
    response.end(
      JSON.stringify({
        ...messageHead(asked.model, id),
        content: blocks,
        stop_reason: stopReasonOf(blocks),
        usage: { ...usage, output_tokens: 12 },
      }),
    );
  };
}

/** An error as Anthropic and many others send it. */
export function errorAnswer(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Script {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ type: 'error', error: { type, message } }));
  };
}

/** The chunks of a chat-completion stream for the same blocks; reasoning goes to `reasoning_content`. */
export function openaiFrames(blocks: readonly Block[], model = 'scripted'): readonly string[] {
  const chunk = (delta: object, finish: string | null = null): string =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-scripted',
      object: 'chat.completion.chunk',
      created: 1,
      model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`;
  let call = -1;
  const frames = blocks.flatMap((block) => {
    if (block.type === 'text') return halves(block.text).map((content) => chunk({ content }));
    if (block.type === 'thinking') {
      return halves(block.thinking).map((text) => chunk({ reasoning_content: text }));
    }
    call += 1;
    const [first = '', second = ''] = halves(JSON.stringify(block.input));
    const named = { id: block.id, type: 'function' };
    return [
      chunk({
        tool_calls: [{ index: call, ...named, function: { name: block.name, arguments: first } }],
      }),
      chunk({ tool_calls: [{ index: call, function: { arguments: second } }] }),
    ];
  });
  const total = { prompt_tokens: 125, completion_tokens: 12, total_tokens: 137 };
  const usageChunk = {
    id: 'chatcmpl-scripted',
    object: 'chat.completion.chunk',
    created: 1,
    model,
    choices: [],
    usage: { ...total, prompt_tokens_details: { cached_tokens: 100 } },
  };
  return [
    chunk({ role: 'assistant', content: '' }),
    ...frames,
    chunk({}, call >= 0 ? 'tool_calls' : 'stop'),
    `data: ${JSON.stringify(usageChunk)}\n\n`,
    'data: [DONE]\n\n',
  ];
}

/** Answers in OpenAI's chat dialect, streamed when the request asks for it. */
export function openaiAnswer(blocks: readonly Block[]): Script {
  return (response, request) => {
    const asked = JSON.parse(request.body.toString()) as { stream?: boolean; model: string };
    if (asked.stream === true) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const frame of openaiFrames(blocks, asked.model)) response.write(frame);
      response.end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(openaiCompletion(blocks, asked.model)));
  };
}

function openaiCompletion(blocks: readonly Block[], model = 'scripted'): object {
  const text = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
  const reasoning = blocks.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : []));
  const calls = blocks.flatMap((block) =>
    block.type === 'tool_use'
      ? [
          {
            id: block.id,
            type: 'function',
            function: { name: block.name, arguments: JSON.stringify(block.input) },
          },
        ]
      : [],
  );
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text,
          ...(reasoning.length > 0 ? { reasoning_content: reasoning.join('') } : {}),
          ...(calls.length > 0 ? { tool_calls: calls } : {}),
        },
        finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
      },
    ],
    usage: {
      prompt_tokens: 125,
      completion_tokens: 12,
      total_tokens: 137,
      prompt_tokens_details: { cached_tokens: 100 },
    },
  };
}
