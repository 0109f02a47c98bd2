import type { ResolvedProvider } from '../../../shared/domain/provider.ts';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { AnthropicObserver } from '../../wire/anthropic-messages/observe.ts';
import { SignatureOrigins } from '../../wire/anthropic-messages/signature-origins.ts';
import { openaiChat } from '../../wire/openai-chat/adapter.ts';
import { encodeSse, SseDecoder } from '../../wire/sse.ts';
import { outlineOf, parseMessagesRequest } from './read-request.ts';
import { writeRequest, type BodyOrder } from './write-request.ts';

/** So often that the engine has compiled what it will compile; together some 20 ms. */
const ROUNDS = 25;

/**
 * Takes a made-up request and answer through everything that reads and writes them, because code that runs for the
 * first time takes ten times as long. One step is well below a millisecond.
 */
export function* warmUpSteps(): Generator<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(sampleRequest()));
  const origins = new SignatureOrigins();
  for (let round = 0; round < ROUNDS; round += 1) {
    const parsed = parseMessagesRequest(bytes);
    if (!parsed.ok) return;
    outlineOf(parsed.value, { headers: {}, path: '/v1/messages', project: null, now: 0 });
    yield;
    for (const order of orders) {
      writeRequest(bytes, parsed.value, order, origins);
      yield;
    }
    readAnswers();
    yield;
  }
}

/** All of it at once, for a thread that has nothing else to do. */
export function warmUp(): void {
  const steps = warmUpSteps();
  while (steps.next().done !== true);
}

/** Step by step, so that whatever comes meanwhile is served in between. */
export function warmUpBehind(): void {
  const steps = warmUpSteps();
  const next = (): void => {
    if (steps.next().done !== true) setImmediate(next).unref();
  };
  setImmediate(next).unref();
}

const sampleProvider: ResolvedProvider = {
  id: 'warm-up',
  preset: null,
  name: 'Warm-up',
  wire: 'openai-chat',
  baseUrl: 'http://127.0.0.1/v1',
  auth: 'none',
  keys: [],
  models: [],
  modelMapping: {},
  headers: {},
  timeouts: {},
  billing: { kind: 'free' },
  quirks: [],
};

const fit = { maker: 'provider:warm-up', quirks: ['no-anthropic-extras'] } as const;
const target = { model: 'warm-up', options: null, withoutTag: false };
const orders: readonly BodyOrder[] = [
  { kind: 'fit', maker: 'claude', quirks: [], model: 'warm-up', withoutTag: false },
  { kind: 'edit', isAnthropic: false, ...fit, ...target },
  { kind: 'encode', provider: sampleProvider, ...target },
];

const WORDS = 'The quick brown fox jumps over the "lazy" dog.\n';

function sampleRequest(): MessagesRequest {
  const turns = Array.from({ length: 8 }, (_, index): MessagesRequest['messages'] => [
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: WORDS, signature: `of-nobody-${index}` },
        { type: 'tool_use', id: `toolu_${index}`, name: 'Read', input: { file_path: WORDS } },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: `toolu_${index}`, content: WORDS.repeat(20) },
        { type: 'text', text: WORDS },
      ],
    },
  ]);
  return {
    model: 'claude-sonnet-4-6',
    max_tokens: 1024,
    stream: true,
    system: [{ type: 'text', text: WORDS.repeat(20) }],
    tools: [
      {
        name: 'Read',
        description: WORDS.repeat(4),
        input_schema: { type: 'object', properties: { file_path: { type: 'string' } } },
      },
    ],
    messages: [{ role: 'user', content: WORDS }, ...turns.flat()],
  };
}

function readAnswers(): void {
  const translator = openaiChat.translate({
    id: 'msg_warm_up',
    model: 'warm-up',
    estimatedInputTokens: 1,
  });
  const observer = new AnthropicObserver();
  const write = (chunk: object): Uint8Array =>
    new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`);
  const choice = (delta: object, reason: string | null = null): object => ({
    id: 'c',
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const upstream = new SseDecoder();
  const client = new SseDecoder();
  const chunks = [choice({ reasoning: WORDS }), choice({ content: WORDS }), choice({}, 'stop')];
  for (const chunk of chunks) {
    for (const frame of upstream.push(write(chunk))) {
      const decoded = openaiChat.decodeEvent(frame);
      if (!decoded.ok || typeof decoded.value === 'string') continue;
      const text = translator.push(decoded.value).map(encodeSse).join('');
      for (const event of client.push(new TextEncoder().encode(text))) observer.push(event);
    }
  }
  translator.end('complete');
}
