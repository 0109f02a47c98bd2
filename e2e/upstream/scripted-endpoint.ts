import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { encoders, script, wholeAnswer } from './endpoint-answers.ts';
import type {
  EndpointOptions,
  ModelRequest,
  ScriptedEndpointOptions,
  Wire,
} from './endpoint-options.ts';
import { writeStream, type StreamTruth } from './paced-stream.ts';
import { vendorPage } from './vendor-pages.ts';

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

const MAX_BODY_BYTES = 1024 * 1024;

export async function startScriptedEndpoint(
  given: ScriptedEndpointOptions = {},
): Promise<ScriptedEndpoint> {
  const options: EndpointOptions = {
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
  options: EndpointOptions,
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
  const native = vendorPage(options, path);
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

function answerModel(
  options: EndpointOptions,
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
