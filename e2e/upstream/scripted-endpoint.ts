import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the endpoint pretends to be, and how fast it is. Times in ms, rates in tokens per second. */
export interface ScriptedEndpointOptions {
  readonly server?: 'vllm' | 'ollama' | 'llamacpp' | 'lmstudio' | 'plain' | 'web-page';
  readonly version?: string;
  readonly model?: string;
  readonly wires?: readonly ('openai-chat' | 'anthropic-messages')[];
  readonly timeToFirstTokenMs?: number;
  /** Of one stream alone. */
  readonly tokensPerSecond?: number;
  /** Of all streams together; more streams share it. */
  readonly totalTokensPerSecond?: number;
  readonly tools?: 'work' | 'parser-missing' | 'as-text' | 'ignored' | 'broken-arguments';
  readonly thinking?: 'none' | 'separate' | 'leaks';
  /** What is taken now, and what the model could take. */
  readonly contextTokens?: number;
  readonly maxContextTokens?: number;
  /** Without it deltas have to be counted. */
  readonly reportsUsage?: boolean;
  /** Streams above this many at once are answered 503. */
  readonly maxStreams?: number;
  /** Ends streams without finish_reason and [DONE]. */
  readonly cutsStreams?: boolean;
  readonly apiKey?: string;
  readonly port?: number;
}

/** What really happened to one stream, on the endpoint's own clock (`performance.now()`). */
export interface StreamTruth {
  readonly prompt: string;
  readonly startedAt: number;
  firstTokenAt: number | null;
  lastTokenAt: number | null;
  tokens: number;
  state: 'open' | 'finished' | 'client-gone';
  /** Streams under way when this one began, itself included. */
  readonly concurrency: number;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** A model server of known speed on a real socket of 127.0.0.1. */
export interface ScriptedEndpoint {
  readonly baseUrl: string;
  readonly port: number;
  readonly streams: readonly StreamTruth[];
  readonly requests: readonly SeenRequest[];
  openSockets(): number;
  /** Resolves once `count` streams are open; rejects after `timeoutMs`. */
  whenStreaming(count: number, timeoutMs?: number): Promise<void>;
  /** Resolves once no socket is open; rejects after `timeoutMs`. */
  whenDrained(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

type Options = Required<Omit<ScriptedEndpointOptions, 'apiKey' | 'maxContextTokens' | 'port'>> &
  Pick<ScriptedEndpointOptions, 'apiKey' | 'maxContextTokens' | 'port'>;
interface ModelRequest {
  readonly stream?: boolean;
  readonly model?: string;
  readonly max_tokens?: number;
  readonly tools?: readonly unknown[];
  readonly messages?: readonly { readonly content?: unknown }[];
}
type Wire = 'openai-chat' | 'anthropic-messages';
/** What a stream says, token by token. */
type Token =
  | { readonly kind: 'text' | 'thinking'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly json: string };

const MAX_BODY_BYTES = 1024 * 1024;
const TOOL_NAME = 'report_weather';
const TOOL_JSON = '{"place":{"city":"Paris","country":"France"},"days":3}';

export async function startScriptedEndpoint(
  given: ScriptedEndpointOptions = {},
): Promise<ScriptedEndpoint> {
  const options: Options = {
    server: 'plain',
    version: '0.19.1',
    model: 'scripted-model',
    wires: ['openai-chat'],
    timeToFirstTokenMs: 50,
    tokensPerSecond: 50,
    totalTokensPerSecond: Number.POSITIVE_INFINITY,
    tools: 'work',
    thinking: 'none',
    contextTokens: 131_072,
    reportsUsage: true,
    maxStreams: Number.POSITIVE_INFINITY,
    cutsStreams: false,
    ...given,
  };
  const streams: StreamTruth[] = [];
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const look of watchers) look();
  };

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
      });
      answer(options, streams, request, body as ModelRequest, response, changed);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      changed();
    });
    // A client that cancels resets the connection: that is what some tests are about.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(given.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  const when = (isTrue: () => boolean, what: string, timeoutMs: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        watchers.delete(look);
      };
      const look = (): void => {
        if (!isTrue()) return;
        stop();
        resolve();
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`The scripted endpoint waited ${timeoutMs} ms in vain: ${what}`));
      }, timeoutMs);
      watchers.add(look);
      look();
    });

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    streams,
    requests,
    openSockets: () => sockets.size,
    whenStreaming: (count, timeoutMs = 10_000) =>
      when(
        () => streams.filter(({ state, tokens }) => state === 'open' && tokens > 0).length >= count,
        `${count} open streams`,
        timeoutMs,
      ),
    whenDrained: (timeoutMs = 5000) => when(() => sockets.size === 0, 'no open socket', timeoutMs),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function answer(
  options: Options,
  streams: StreamTruth[],
  request: IncomingMessage,
  body: ModelRequest,
  response: ServerResponse,
  changed: () => void,
): void {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (options.server === 'web-page') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Printer settings</title><p>Hello');
    return;
  }
  if (options.apiKey !== undefined && !isAuthorized(request, options.apiKey)) {
    // Some servers quote the key that they refuse; a test must not quote it on.
    const quoted = String(request.headers.authorization ?? request.headers['x-api-key'] ?? '');
    sendJson(response, 401, { error: { message: `Invalid API key: ${quoted}` } });
    return;
  }
  const native = nativeAnswer(options, path);
  if (native !== undefined) {
    sendJson(response, 200, native);
    return;
  }
  const wire = wireOf(path);
  if (request.method !== 'POST' || wire === null || !options.wires.includes(wire)) {
    sendJson(response, 404, { detail: 'Not Found' });
    return;
  }
  answerModel(options, streams, wire, body, response, changed);
}

function wireOf(path: string): Wire | null {
  if (path === '/v1/chat/completions') return 'openai-chat';
  return path === '/v1/messages' ? 'anthropic-messages' : null;
}

function isAuthorized(request: IncomingMessage, apiKey: string): boolean {
  const { authorization } = request.headers;
  return authorization === `Bearer ${apiKey}` || request.headers['x-api-key'] === apiKey;
}

/** What each server says about itself; undefined where it has no such path. */
function nativeAnswer(options: Options, path: string): unknown {
  const { server, model, contextTokens, maxContextTokens = contextTokens, version } = options;
  const list = (extra: Readonly<Record<string, unknown>>) => ({
    object: 'list',
    data: [{ id: model, object: 'model', ...extra }],
  });
  const tables: Readonly<Record<Options['server'], Readonly<Record<string, unknown>>>> = {
    vllm: {
      '/version': { version },
      '/v1/models': list({ owned_by: 'vllm', max_model_len: contextTokens }),
    },
    ollama: {
      '/api/version': { version },
      '/api/tags': { models: [{ name: model, model }] },
      '/api/show': {
        model_info: {
          'general.architecture': 'scripted',
          'scripted.context_length': maxContextTokens,
        },
        parameters: 'stop "<end>"',
      },
      '/api/ps': { models: [{ name: model, model, context_length: contextTokens }] },
      '/v1/models': list({ owned_by: 'library' }),
    },
    llamacpp: {
      '/props': { default_generation_settings: { n_ctx: contextTokens }, build_info: 'b6000' },
      '/v1/models': list({ owned_by: 'llamacpp', meta: { n_ctx_train: maxContextTokens } }),
    },
    lmstudio: {
      '/api/v0/models': list({
        type: 'llm',
        state: 'loaded',
        loaded_context_length: contextTokens,
        max_context_length: maxContextTokens,
      }),
      '/v1/models': list({ owned_by: 'organization_owner' }),
    },
    plain: { '/v1/models': list({ owned_by: 'scripted' }) },
    'web-page': {},
  };
  return tables[server][path];
}

function answerModel(
  options: Options,
  streams: StreamTruth[],
  wire: Wire,
  body: ModelRequest,
  response: ServerResponse,
  changed: () => void,
): void {
  if (body.model !== options.model) {
    sendJson(response, 404, {
      error: { message: `The model \`${String(body.model)}\` does not exist.` },
    });
    return;
  }
  const hasTools = (body.tools?.length ?? 0) > 0;
  if (hasTools && options.tools === 'parser-missing') {
    sendJson(response, 400, {
      error: {
        message:
          '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
      },
    });
    return;
  }
  const tokens = script(options, body, hasTools);
  if (body.stream !== true) {
    sendJson(response, 200, wholeAnswer(wire, options.model, body.max_tokens ?? 1));
    return;
  }
  const open = streams.filter(({ state }) => state === 'open');
  if (open.length >= options.maxStreams) {
    sendJson(response, 503, { error: { message: 'Too many streams' } });
    return;
  }
  const truth: StreamTruth = {
    prompt: JSON.stringify(body.messages?.[0]?.content ?? ''),
    startedAt: performance.now(),
    firstTokenAt: null,
    lastTokenAt: null,
    tokens: 0,
    state: 'open',
    concurrency: open.length + 1,
  };
  streams.push(truth);
  writeStream(options, streams, truth, encoders[wire](options, tokens), response, changed);
}

function script(options: Options, body: ModelRequest, hasTools: boolean): readonly Token[] {
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

interface EncodedStream {
  readonly head: string;
  readonly tokens: readonly string[];
  readonly tail: string;
}

const encoders: Readonly<
  Record<Wire, (options: Options, tokens: readonly Token[]) => EncodedStream>
> = { 'openai-chat': encodeChat, 'anthropic-messages': encodeMessages };

function encodeChat(options: Options, tokens: readonly Token[]): EncodedStream {
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

function encodeMessages(options: Options, tokens: readonly Token[]): EncodedStream {
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

/** Tokens have due times, so a late timer is caught up with and the rate stays what it should be. */
function writeStream(
  options: Options,
  streams: readonly StreamTruth[],
  truth: StreamTruth,
  encoded: EncodedStream,
  response: ServerResponse,
  changed: () => void,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(encoded.head);
  let due = truth.startedAt + options.timeToFirstTokenMs;
  const end = (state: StreamTruth['state']): void => {
    clearTimeout(timer);
    if (truth.state !== 'open') return;
    truth.state = state;
    changed();
  };
  const next = (): void => {
    while (truth.tokens < encoded.tokens.length && performance.now() >= due) {
      response.write(encoded.tokens[truth.tokens] ?? '');
      truth.tokens += 1;
      truth.lastTokenAt = performance.now();
      truth.firstTokenAt ??= truth.lastTokenAt;
      due += intervalMs(options, streams);
      if (truth.tokens === 1) changed();
    }
    if (truth.tokens < encoded.tokens.length) {
      timer = setTimeout(next, Math.max(0, due - performance.now()));
      return;
    }
    end('finished');
    response.end(options.cutsStreams ? '' : encoded.tail);
  };
  let timer = setTimeout(next, options.timeToFirstTokenMs);
  response.on('close', () => {
    end('client-gone');
  });
}

function intervalMs(options: Options, streams: readonly StreamTruth[]): number {
  const open = streams.filter(({ state }) => state === 'open').length;
  return 1000 / Math.min(options.tokensPerSecond, options.totalTokensPerSecond / Math.max(1, open));
}

function wholeAnswer(wire: Wire, model: string, tokens: number): unknown {
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

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_BODY_BYTES) return {};
  }
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    // A body that is no JSON is a request like any other to this endpoint.
    return {};
  }
}
