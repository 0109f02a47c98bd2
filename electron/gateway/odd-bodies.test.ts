import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import {
  anthropicAnswer,
  anthropicFrames,
  openaiAnswer,
  openaiFrames,
  type Block,
} from '../../e2e/upstream/dialects.ts';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from './testing.ts';
import type { RawAnswer } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const wires = ['anthropic-messages', 'openai-chat'] as const;
type Wire = (typeof wires)[number];

const text = 'Grüße — 안녕하세요 مرحبا 👩‍👩‍👧 „Zitat“';
const input = { file_path: '/한글/"quoted"/👍.txt' };
const blocks: readonly Block[] = [
  { type: 'text', text },
  { type: 'tool_use', id: 'call_1', name: 'Read', input },
];
const frames: Record<Wire, string> = {
  'anthropic-messages': anthropicFrames(blocks).join(''),
  'openai-chat': openaiFrames(blocks).join(''),
};
const answers = { 'anthropic-messages': anthropicAnswer, 'openai-chat': openaiAnswer };

const { upstream } = useUpstreams({ upstream: anthropicAnswer([]) });
const under = useGateway();

async function startClient(wire: Wire, targets = 1): Promise<Anthropic> {
  const provider = { name: 'One', wire, baseUrl: upstream.url, auth: 'none' as const };
  const providers = ['one', 'two'].slice(0, targets).map((id) => ({ ...provider, id }));
  await under.start(configurationFor(NOBODY, providers));
  return new Anthropic({ apiKey: TOKEN, baseURL: under.url, maxRetries: 0 });
}

const question = {
  model: 'claude-sonnet-4-6',
  max_tokens: 1024,
  messages: [{ role: 'user' as const, content: 'read it' }],
  tools: [{ name: 'Read', input_schema: { type: 'object' as const } }],
};

function expectAnswer(message: Anthropic.Message): void {
  expect(message.content).toMatchObject([
    { type: 'text', text },
    { type: 'tool_use', name: 'Read', input },
  ]);
  expect(message.stop_reason).toBe('tool_use');
}

/** A stream in the given pieces, each one a piece on the socket. */
function pieces(bytes: Buffer, size: number, headers: Record<string, string> = {}): Script {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    for (let at = 0; at < bytes.length; at += size) {
      response.write(bytes.subarray(at, at + size));
      await nextTurn();
    }
    response.end();
  };
}

const encodings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;

describe.each(wires)('answers over %s', (wire) => {
  test.each([1, 2, 3, 5, 7, 64])('are read when cut every %d bytes', async (size) => {
    upstream.play(pieces(Buffer.from(frames[wire]), size));
    const client = await startClient(wire);
    expectAnswer(await client.messages.stream(question).finalMessage());
  });

  test.each([1, 4, 11])('with CRLF line ends, cut every %d bytes', async (size) => {
    upstream.play(pieces(Buffer.from(frames[wire].replaceAll('\n', '\r\n')), size));
    const client = await startClient(wire);
    expectAnswer(await client.messages.stream(question).finalMessage());
    expect(under.watched.ends).toMatchObject([{ state: 'complete', usage: { output_tokens: 12 } }]);
  });

  test.each(Object.keys(encodings) as (keyof typeof encodings)[])(
    'in %s, asked for or not: streamed and whole, with failover in sight and without',
    async (encoding) => {
      const headers = { 'content-encoding': encoding };
      for (const targets of [1, 2]) {
        const client = await startClient(wire, targets);
        upstream.play(pieces(encodings[encoding](frames[wire]), 13, headers));
        expectAnswer(await client.messages.stream(question).finalMessage());
        const whole = await plainAnswer(wire);
        upstream.play((response) => {
          response.writeHead(200, { 'content-type': 'application/json', ...headers });
          response.end(encodings[encoding](whole));
        });
        expectAnswer(await client.messages.create(question));
        expect(under.watched.ends).toMatchObject([
          { state: 'complete', usage: { output_tokens: 12 } },
          { state: 'complete', usage: { output_tokens: 12 } },
        ]);
        await under.gateway.stop(0);
      }
    },
  );

  test('in gzip that stops in the middle are an error, not a short answer', async () => {
    const packed = gzipSync(frames[wire]);
    upstream.play(
      pieces(packed.subarray(0, packed.length / 2), 13, { 'content-encoding': 'gzip' }),
    );
    const client = await startClient(wire);
    await expect(client.messages.stream(question).finalMessage()).rejects.toThrow();
    expect(under.watched.ends[0]?.state).not.toBe('complete');
  });

  test.each([1, 2])('a stream where a whole answer was asked for, %d targets', async (targets) => {
    const client = await startClient(wire, targets);
    upstream.play(pieces(Buffer.from(frames[wire]), 50));
    expectAnswer(await client.messages.create(question));
    upstream.play(pieces(gzipSync(frames[wire]), 50, { 'content-encoding': 'gzip' }));
    expectAnswer(await client.messages.create(question));
    expect(under.watched.ends).toMatchObject([{ state: 'complete' }, { state: 'complete' }]);
  });

  test('a stream that is cut where a whole answer was asked for is an error', async () => {
    upstream.play(pieces(Buffer.from(frames[wire].slice(0, -200)), 50));
    const client = await startClient(wire);
    await expect(client.messages.create(question)).rejects.toBeInstanceOf(
      Anthropic.InternalServerError,
    );
    expect(under.watched.ends).toMatchObject([{ state: 'failed' }]);
  });

  test('an error inside a 200 where a stream was asked for is an error with its own status', async () => {
    upstream.play((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"error":{"type":"overloaded_error","message":"busy"},"type":"error"}');
    });
    const client = await startClient(wire);
    await expect(client.messages.stream(question).finalMessage()).rejects.toThrow(/busy/);
    expect(under.watched.ends).toMatchObject([{ state: 'failed' }]);
  });

  test('a whole answer where a stream was asked for', async () => {
    const whole = await plainAnswer(wire);
    const client = await startClient(wire);
    upstream.play((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(whole);
    });
    expectAnswer(await client.messages.stream(question).finalMessage());
    upstream.play((response) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'br' };
      response.writeHead(200, headers).end(brotliCompressSync(whole));
    });
    expectAnswer(await client.messages.stream(question).finalMessage());
    expect(under.watched.ends).toMatchObject([{ state: 'complete' }, { state: 'complete' }]);
  });
});

/** The upstream's own whole answer, as it would send it. */
async function plainAnswer(wire: Wire): Promise<Buffer> {
  upstream.play(answers[wire](blocks));
  return (await ask(upstream.url, { body: messagesBody({ stream: false }) })).body;
}

describe.each(wires)('requests over %s', (wire) => {
  test('of 25 MB with a picture arrive whole', async () => {
    upstream.play(answers[wire](blocks));
    const client = await startClient(wire);
    const data = Buffer.alloc(18_750_000, 'picture of bytes').toString('base64');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data };
    const message = await client.messages
      .stream({
        ...question,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'image', source },
              { type: 'text', text },
            ],
          },
        ],
      })
      .finalMessage();
    delay.disable();
    expectAnswer(message);
    // The client's and the upstream's own work on 25 MB is in it: they share this process.
    console.info(`${wire}: loop delay up to ${(delay.max / 1e6).toFixed(0)} ms over 25 MB`);
    const sent = upstream.requests.at(-1)?.body.toString() ?? '';
    expect(sent.includes(data)).toBe(true);
    expect(sent.includes(text)).toBe(true);
    expect(under.watched.routed.at(-1)?.facts.inputTokens).toBeLessThan(3_000);
  });

  test.each([1, 7])('in chunks of %d bytes, one after another, are put together', async (size) => {
    upstream.play(answers[wire](blocks));
    await startClient(wire);
    const body = Buffer.from(messagesBody({ messages: [{ role: 'user', content: text }] }));
    const answer = await sendSlowly(body, size);
    expect(answer.status).toBe(200);
    expect(upstream.requests.at(-1)?.body.toString()).toContain(text);
  });
});

/** No content-length: each piece goes as a chunk of its own. */
async function sendSlowly(body: Buffer, size: number): Promise<Pick<RawAnswer, 'status'>> {
  const outgoing = httpRequest(`${under.url}/v1/messages`, {
    method: 'POST',
    agent: false,
    headers: { 'x-switchyard-token': TOKEN, 'content-type': 'application/json' },
  });
  const answered = once(outgoing, 'response') as Promise<
    [{ readonly statusCode?: number; resume(): void }]
  >;
  for (let at = 0; at < body.length; at += size) {
    outgoing.write(body.subarray(at, at + size));
    await nextTurn();
  }
  outgoing.end();
  const [response] = await answered;
  response.resume();
  return { status: response.statusCode ?? 0 };
}
