import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import {
  anthropicAnswer,
  anthropicFrames,
  openaiAnswer,
  openaiFrames,
} from '../../e2e/upstream/dialects.ts';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import { findGrammarBreach } from '../wire/grammar.ts';
import { SseDecoder } from '../wire/sse.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { MessagesEvent } from '../../shared/wire/messages.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const words = [{ type: 'text', text: 'after a long silence' }] as const;
const own = { 'x-switchyard-token': TOKEN, 'content-type': 'application/json' };
const wires = ['anthropic-messages', 'openai-chat'] as const;
const frames = { 'anthropic-messages': anthropicFrames(words), 'openai-chat': openaiFrames(words) };
const answers = { 'anthropic-messages': anthropicAnswer, 'openai-chat': openaiAnswer };

const { one, two } = useUpstreams({ one: anthropicAnswer(words), two: anthropicAnswer(words) });
const under = useGateway();

async function start(wire: Provider['wire'], upstreams = [one], earlyHeadMs = 20): Promise<void> {
  const providers = upstreams.map(({ url }, index): Provider => ({
    id: ['one', 'two'][index] ?? 'more',
    name: 'A local model',
    ...(wire === undefined ? {} : { wire }),
    baseUrl: url,
    auth: 'none',
  }));
  const limits = { earlyHeadMs, pingMs: 10, sameTargetRetries: 0 };
  await under.start(configurationFor(NOBODY, providers), { limits });
}

/** Says nothing before the client has been told something; then answers as `script`. */
function silentFirst(script: Script): { readonly script: Script; readonly speak: () => void } {
  let speak = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    speak = resolve;
  });
  return {
    speak: () => {
      speak();
    },
    script: (response, request, index) => {
      void told.then(() => script(response, request, index));
    },
  };
}

const raw =
  (status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Script =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end(body);
  };

interface Heard {
  readonly response: IncomingMessage;
  /** The rest of the stream, pings left out. */
  readonly rest: () => Promise<readonly MessagesEvent[]>;
}

/** Resolves when three pings have come and nothing else. */
async function waitForPings(): Promise<Heard> {
  const outgoing = httpRequest(`${under.url}/v1/messages`, {
    method: 'POST',
    agent: false,
    headers: own,
  });
  outgoing.end(messagesBody());
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const decoder = new SseDecoder();
  const events: MessagesEvent[] = [];
  let pings = 0;
  let enough = (): void => undefined;
  const three = new Promise<void>((resolve) => {
    enough = resolve;
  });
  response.on('data', (chunk: Buffer) => {
    for (const { data } of decoder.push(chunk)) {
      const event = JSON.parse(data) as MessagesEvent;
      if (event.type !== 'ping') events.push(event);
      else if ((pings += 1) === 3) enough();
    }
  });
  const ended = once(response, 'end');
  await three;
  expect(events).toEqual([]);
  return { response, rest: () => ended.then(() => events) };
}

const textOf = (events: readonly MessagesEvent[]): string =>
  events
    .map((event) =>
      event.type === 'content_block_delta' && event.delta.type === 'text_delta'
        ? event.delta.text
        : '',
    )
    .join('');

function expectWhole(events: readonly MessagesEvent[]): void {
  expect(findGrammarBreach(events)).toBeNull();
  expect(textOf(events)).toBe(words[0].text);
}

describe.each(wires)('an upstream that says nothing for long, over %s', (wire) => {
  const sse = { 'content-type': 'text/event-stream' };
  const cases: readonly (readonly [string, Script])[] = [
    ['a stream', raw(200, sse, frames[wire].join(''))],
    [
      'a compressed stream',
      raw(200, { ...sse, 'content-encoding': 'gzip' }, gzipSync(frames[wire].join(''))),
    ],
    [
      'a whole answer',
      (response, request, index) =>
        answers[wire](words)(
          response,
          { ...request, body: Buffer.from(JSON.stringify({ model: 'm', stream: false })) },
          index,
        ),
    ],
  ];
  test.each(cases)('is waited for with pings, and then answers with %s', async (_, script) => {
    await start(wire);
    const late = silentFirst(script);
    one.play(late.script);
    const { response, rest } = await waitForPings();
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('text/event-stream');
    expect(response.headers['x-switchyard-exchange']).toMatch(/^swy_/);
    late.speak();
    expectWhole(await rest());
    expect(await under.watched.nextEnd()).toMatchObject({ state: 'complete', status: 200 });
  });

  test('and fails then, is an error event in the stream', async () => {
    await start(wire);
    const late = silentFirst(
      raw(529, {}, '{"error":{"type":"overloaded_error","message":"full"}}'),
    );
    one.play(late.script);
    const { rest } = await waitForPings();
    late.speak();
    const events = await rest();
    expect(events.map(({ type }) => type)).toEqual(['error']);
    expect(events[0]).toMatchObject({ error: { type: 'overloaded_error' } });
    expect(await under.watched.nextEnd()).toMatchObject({ state: 'failed' });
  });

  test('and breaks then, leaves the answer to the next target', async () => {
    await start(wire, [one, two]);
    const late = silentFirst((response) => response.destroy());
    one.play(late.script);
    two.play(answers[wire](words));
    const { rest } = await waitForPings();
    late.speak();
    expectWhole(await rest());
    expect(under.watched.attempts.map(({ provider }) => provider)).toEqual(['one', 'two']);
  });

  test('is let go when the client leaves', async () => {
    await start(wire);
    const before = one.requests.length;
    one.play(() => undefined);
    const { response } = await waitForPings();
    response.destroy();
    expect((await under.watched.nextEnd()).state).toBe('cancelled');
    await one.requests[before]?.dropped;
  });

  test('is read by the official client like any other', async () => {
    await start(wire);
    const late = silentFirst(raw(200, sse, frames[wire].join('')));
    one.play(late.script);
    const client = new Anthropic({
      baseURL: under.url,
      apiKey: null,
      authToken: TOKEN,
      maxRetries: 0,
    });
    const stream = client.messages.stream({
      model: 'claude-sonnet-4-6',
      max_tokens: 64,
      messages: [{ role: 'user', content: 'hi' }],
    });
    await new Promise<void>((resolve) => stream.once('connect', resolve));
    late.speak();
    expect((await stream.finalMessage()).content).toMatchObject(words);
  });
});

test.each(['a whole answer', 'the client’s own vendor'])(
  'whoever asks for %s gets the status that the upstream gives, however late',
  async (asked) => {
    await start('anthropic-messages', [one], 0);
    const before = one.requests.length;
    if (asked !== 'a whole answer')
      under.configure(() => configurationFor(one.url, [], { native: true }));
    const late = silentFirst(raw(418, { 'content-type': 'application/json' }, '{}'));
    one.play(late.script);
    const outgoing = httpRequest(`${under.url}/v1/messages`, {
      method: 'POST',
      agent: false,
      headers: { ...own, authorization: 'Bearer sk-ant-oat01-own-login' },
    });
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    outgoing.end(messagesBody({ stream: asked !== 'a whole answer' }));
    let hasAnswer = false;
    void answered.then(() => {
      hasAnswer = true;
    });
    await one.arrived(before + 1);
    // Each is a turn of the gateway's loop and more, and the head would have gone in the first.
    for (let turns = 0; turns < 5; turns += 1) await ask(`${under.url}/healthz`, { method: 'GET' });
    expect(hasAnswer).toBe(false);
    late.speak();
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBeGreaterThanOrEqual(400);
  },
);
