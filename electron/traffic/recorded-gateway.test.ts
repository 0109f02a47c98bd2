import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExchangeBodies } from '../../shared/domain/bodies.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createGateway } from '../gateway/create-gateway.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { ask, configurationFor, messagesBody, TOKEN } from '../gateway/testing.ts';
import { createPracticeTransport } from '../practice/practice-transport.ts';
import { inProcessChannel } from '../storage/store-channel.ts';
import { openStore, type ExchangeStore } from '../storage/store.ts';
import { encodeSse } from '../wire/sse.ts';
import { createRecorder, type Recorder } from './recorder.ts';

// The real gateway, recorder and store together, against an upstream on loopback.
const usage = { input_tokens: 1000, output_tokens: 1, cache_read_input_tokens: 10_000 };
const stream: readonly MessagesEvent[] = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 100 },
  },
  { type: 'message_stop' },
];

let folder: string;
let upstream: Server;
let upstreamUrl: string;
let events: readonly MessagesEvent[];
let chatFrames: readonly string[];
let store: ExchangeStore;
let bodies: ExchangeBodies | null;
let recorder: Recorder;
let gateway: Gateway;
let ended: Promise<ExchangeRow>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-recorded-'));
  events = stream;
  upstream = createServer((request, response) => {
    request.resume();
    if (request.url?.endsWith('/chat/completions') === true) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return response.end(chatFrames.map((data) => `data: ${data}\n\n`).join(''));
    }
    const isMessages = request.url?.startsWith('/v1/messages') === true;
    response.writeHead(200, {
      'content-type': isMessages ? 'text/event-stream' : 'application/json',
    });
    if (!isMessages) return response.end('{}');
    for (const event of events) response.write(encodeSse(event));
    // Without the last chunk, but what was written arrives: a reset could overtake it.
    return events.at(-1)?.type === 'message_stop' ? response.end() : response.socket?.end();
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  upstreamUrl = `http://127.0.0.1:${String(address.port)}`;
  store = await openStore({
    file: join(folder, 'traffic.db'),
    channel: inProcessChannel(Date.now),
  });
});
afterEach(async () => {
  await gateway.stop(0);
  await store.close();
  await new Promise((resolve) => upstream.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function send(configuration: Configuration, path = '/v1/messages'): Promise<ExchangeRow> {
  ended = new Promise((resolve) => {
    recorder = createRecorder({
      configuration: () => configuration,
      onRow: (row) => {
        store.put([{ row }]);
      },
      onEnd: (row, summary) => {
        store.put([summary]);
        resolve(row);
      },
      capture: () => 'all',
      onBodies: ({ id }, bodies) => {
        store.putBodies(id, bodies);
      },
    });
  });
  gateway = createGateway(
    {
      configuration: () => configuration,
      revealKey: () => Promise.resolve('secret-of-the-test'),
      authorize: (token) => (token === TOKEN ? { project: '/home/kim/work' } : null),
      observer: recorder,
      clock: systemClock,
      logger: silentLogger,
      allowedOrigins: [],
      version: '0.0.0-test',
    },
    { practice: createPracticeTransport(() => Promise.resolve()) },
  );
  const { port } = await gateway.start({ host: '127.0.0.1', port: 0 });
  await ask(`http://127.0.0.1:${String(port)}${path}`, {
    headers: { 'x-switchyard-token': TOKEN, authorization: 'Bearer login-of-the-user' },
    body: messagesBody(),
  });
  const row = await ended;
  const kept = await store.detail(row.id);
  expect({ ...kept?.row, textTail: row.textTail }).toEqual({
    ...row,
    firstTokenMs: row.firstTokenMs === null ? null : Math.round(row.firstTokenMs),
  });
  bodies = await store.bodies(row.id);
  expect(JSON.stringify([recorder.detail(row.id), kept, bodies])).not.toMatch(/secret-of|login-of/);
  return row;
}

const minimax = () => ({
  id: 'minimax',
  preset: 'minimax',
  baseUrl: upstreamUrl,
  keys: [{ id: 'main', keychain: true }],
});
const toMinimax = () =>
  configurationFor(upstreamUrl, [minimax()], {
    strategy: 'failover',
    targets: [{ provider: 'minimax', model: 'MiniMax-M2.7' }],
  });

test('a routed stream is kept with its price and what Sonnet would have cost', async () => {
  expect(await send(toMinimax())).toMatchObject({
    state: 'complete',
    provider: 'minimax',
    sentModel: 'MiniMax-M2.7',
    askedModel: 'claude-sonnet-4-6',
    project: '/home/kim/work',
    rule: 'all',
    usage: { input: 1000, cacheRead: 10_000, output: 100 },
    costNanoUsd: 1_020_000,
    baselineNanoUsd: 7_500_000,
    priceBasis: 'priced',
    textTail: 'Hello',
  });
  const [row] = recorder.rows(1);
  expect(recorder.detail(row!.id)!.events.map(({ type }) => type)).toEqual(
    stream.map(({ type }) => type),
  );
  expect(JSON.parse(bodies!.request!.text)).toMatchObject({ model: 'claude-sonnet-4-6' });
  expect(JSON.parse(bodies!.response!.text)).toMatchObject({
    content: [{ type: 'text', text: 'Hello' }],
    stop_reason: 'end_turn',
  });
  // The client got the very same bytes.
  expect(recorder.detail(row!.id)!.upstreamEvents).toBeNull();
});

test('of a translated stream both sides are kept, without the key that the upstream quotes', async () => {
  const chunk = (delta: object, finish: string | null = null): string =>
    JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason: finish }] });
  chatFrames = [
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Hello' }),
    chunk({}, 'stop'),
    '{"choices":[],"note":"secret-of-the-test"}',
    '[DONE]',
  ];
  const relay = {
    id: 'relay',
    wire: 'openai-chat' as const,
    baseUrl: `${upstreamUrl}/v1`,
    auth: 'bearer' as const,
    keys: [{ id: 'main', keychain: true }],
  };
  const row = await send(
    configurationFor(upstreamUrl, [relay], {
      strategy: 'failover',
      targets: [{ provider: 'relay', model: 'some-model' }],
    }),
  );
  const { events: toClient, upstreamEvents } = recorder.detail(row.id)!;
  expect(row.state).toBe('complete');
  expect(toClient.map(({ type }) => type)).toContain('content_block_delta');
  expect(upstreamEvents?.map(({ data }) => data)).toEqual(
    chatFrames.map((data) => data.replace('secret-of-the-test', '[redacted]')),
  );
});

test('of a stream in the same dialect neither words nor events keep a key that the upstream quotes', async () => {
  const quoted = 'you sent secret-of-the-test';
  events = stream.map((event) =>
    event.type === 'content_block_delta'
      ? { ...event, delta: { type: 'text_delta', text: quoted } as const }
      : event,
  );
  const row = await send(toMinimax());
  expect(row.textTail).toBe('you sent [redacted]');
  expect(JSON.stringify(recorder.detail(row.id))).not.toContain('secret-of-the-test');
  expect(bodies?.response?.text).toContain('you sent [redacted]');
});

test('native traffic counts at API prices', async () => {
  expect(await send(configurationFor(upstreamUrl, [], { native: true }))).toMatchObject({
    state: 'complete',
    provider: 'native',
    costNanoUsd: 7_500_000,
    baselineNanoUsd: 7_500_000,
    priceBasis: 'priced',
  });
});

test('a stream that breaks off is cut, and counted', async () => {
  events = stream.slice(0, 3);
  expect(await send(toMinimax())).toMatchObject({
    state: 'cut',
    provider: 'minimax',
    usage: { input: 1000, cacheRead: 10_000, output: 2 },
    priceBasis: 'priced',
  });
});

test('practice answers, and is no money at all', async () => {
  const configuration = configurationFor(upstreamUrl, [{ id: 'practice', preset: 'practice' }], {
    strategy: 'failover',
    targets: [{ provider: 'practice', model: 'practice' }],
  });
  const row = await send(configuration);
  expect(row).toMatchObject({ state: 'complete', costNanoUsd: null, priceBasis: 'practice' });
  expect(row.textTail).not.toBe('');
  const today = await store.today(0);
  expect(today).toMatchObject({ requests: 1, unpriced: 0, spentNanoUsd: 0, baselineNanoUsd: 0 });
});

test('other calls that pass through are no unpriced requests, and their answers are kept', async () => {
  const row = await send(configurationFor(upstreamUrl, [], { native: true }), '/api/other');
  expect(row).toMatchObject({ state: 'complete', provider: 'native', priceBasis: null });
  expect(bodies).toMatchObject({ path: '/api/other', response: { text: '{}', isCut: false } });
});
