import { Buffer } from 'node:buffer';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type ClientRequest } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames, openaiAnswer } from '../../../e2e/upstream/dialects.ts';
import { nodeBuild } from '../../../scripts/vite-node.ts';
import type { Provider, WireFormat } from '../../../shared/domain/provider.ts';
import type { RequestFacts } from '../../../shared/domain/request-facts.ts';
import type { GatewayOptions } from '../create-gateway.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from '../testing.ts';
import { useGateway, useUpstreams } from '../testing/hooks.ts';
import { createBodyThread, type BodyThread } from './body-thread.ts';

const cache = join(import.meta.dirname, '../../../.cache');
const own = { 'x-switchyard-token': TOKEN, 'content-type': 'application/json' };
const login = { ...own, authorization: 'Bearer sk-ant-oat01-subscription-login' };
const words = [{ type: 'text', text: 'seen' }] as const;
const MEGABYTE = 1_000_000;

let folder: string;
let script: URL;
const { upstream } = useUpstreams({ upstream: anthropicAnswer(words) });
const under = useGateway();
let thread: BodyThread;

const written = (name: string, source: string): URL => {
  writeFileSync(join(folder, name), source);
  return pathToFileURL(join(folder, name));
};

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'body-worker-'));
  const input = { 'body-worker': join(import.meta.dirname, 'body-worker.ts') };
  await build({ configFile: false, ...nodeBuild(join(folder, 'bundle'), input, 'es') });
  script = pathToFileURL(join(folder, 'bundle/body-worker.js'));
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const provider = (wire: WireFormat, id = 'one', baseUrl = upstream.url): Provider => ({
  id,
  name: id,
  wire,
  baseUrl,
  auth: 'none',
});

async function start(
  wire: WireFormat | 'native',
  { options = {}, worker = script }: { options?: GatewayOptions; worker?: URL } = {},
): Promise<void> {
  const configuration =
    wire === 'native'
      ? configurationFor(upstream.url, [], { native: true })
      : configurationFor(NOBODY, [provider(wire)]);
  upstream.play(wire === 'openai-chat' ? openaiAnswer(words) : anthropicAnswer(words));
  thread = createBodyThread(worker, 20_000);
  await under.start(configuration, options, { bodyThread: thread });
}

const image = (bytes: number): object => {
  const data = Buffer.alloc((bytes / 4) * 3, 'a picture').toString('base64');
  return { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
};
const text = (bytes: number): object => {
  const line = 'Grüße — 안녕 "quoted" \\ back 👍\n';
  return { type: 'text', text: line.repeat(Math.ceil(bytes / Buffer.byteLength(line))) };
};
const bodyOf = (...content: object[]): Buffer =>
  Buffer.from(messagesBody({ messages: [{ role: 'user', content }] }));
const contents = { image, text };

describe.each(['image', 'text'] as const)('25 MB of %s', (kind) => {
  test('reach the client’s own vendor as the very same bytes', async () => {
    await start('native');
    const body = bodyOf(contents[kind](25 * MEGABYTE));
    const answer = await ask(`${under.url}/v1/messages`, { headers: login, body });
    expect(answer.body.toString()).toBe(anthropicFrames(words, 'claude-sonnet-4-6').join(''));
    expect(upstream.requests.at(-1)?.body.equals(body)).toBe(true);
    expect(upstream.requests.at(-1)?.headers['content-length']).toBe(String(body.length));
    expect(under.watched.routed.at(-1)?.facts.images).toBe(kind === 'image');
  });

  test('reach a provider of the same dialect with its model and every other byte', async () => {
    await start('anthropic-messages');
    const body = bodyOf(contents[kind](25 * MEGABYTE));
    await ask(`${under.url}/v1/messages`, { headers: own, body });
    const sent = upstream.requests.at(-1)?.body;
    const expected = body.toString().replace('"claude-sonnet-4-6"', '"model-of-one"');
    expect(sent?.equals(Buffer.from(expected))).toBe(true);
  });

  test('reach a provider of another dialect whole', async () => {
    await start('openai-chat');
    const block = contents[kind](25 * MEGABYTE);
    const answer = await ask(`${under.url}/v1/messages`, { headers: own, body: bodyOf(block) });
    expect(answer.status).toBe(200);
    const { source, text: said } = block as { source?: { data: string }; text?: string };
    const sent = upstream.requests.at(-1)?.body ?? Buffer.alloc(0);
    const parsed = JSON.parse(sent.toString()) as { messages: { content: unknown }[] };
    const content = parsed.messages[0]?.content;
    if (source === undefined) expect(content === said).toBe(true);
    else {
      const [part] = content as { image_url: { url: string } }[];
      expect(part?.image_url.url === `data:image/png;base64,${source.data}`).toBe(true);
    }
    expect(upstream.requests.at(-1)?.headers['content-length']).toBe(String(sent.length));
  });
});

/** Small enough for many, large enough for the thread. */
const LARGE = 400_000;

test('what the thread reads decides like what the loop reads, and a second target gets it too', async () => {
  const foreign = { type: 'thinking', thinking: 'mine', signature: 'x'.repeat(40) };
  const turn = { role: 'assistant', content: [foreign, { type: 'text', text: 'said' }] };
  const bodyWith = (tag: string): Buffer =>
    Buffer.from(
      messagesBody({
        model: 'claude-haiku-4-5',
        system: [{ type: 'text', text: `${tag}You are a helper` }],
        tools: [{ name: 'Read', input_schema: { type: 'object' } }],
        thinking: { type: 'enabled', budget_tokens: 1024 },
        messages: [
          { role: 'user', content: [text(LARGE)] },
          turn,
          { role: 'user', content: [text(LARGE), image(LARGE)] },
        ],
      }),
    );
  const tagged = bodyWith('<CCR-SUBAGENT-MODEL>two,chosen</CCR-SUBAGENT-MODEL>');
  const seenBy = async (loopBodyBytes: number, body: Buffer, two: string): Promise<Seen> => {
    await start('openai-chat', { options: { limits: { loopBodyBytes, sameTargetRetries: 0 } } });
    if (two === NOBODY) upstream.play(anthropicAnswer(words));
    under.configure(() =>
      configurationFor(NOBODY, [
        provider('openai-chat', 'two', two),
        provider('anthropic-messages', 'one'),
      ]),
    );
    expect((await ask(`${under.url}/v1/messages`, { headers: own, body })).status).toBe(200);
    const { routed, attempts } = under.watched;
    return {
      facts: { ...routed.at(-1)?.facts, minuteOfDay: 0 },
      attempts: attempts.map(({ provider: id, dropped }) => ({ id, dropped })),
      sent: upstream.requests.at(-1)?.body.toString(),
    };
  };
  for (const [body, two, asked] of [
    [tagged, upstream.url, ['two']],
    [bodyWith(''), NOBODY, ['two', 'one']],
  ] as const) {
    const byThread = await seenBy(0, body, two);
    expect(byThread).toEqual(await seenBy(2 * body.length, body, two));
    expect(byThread.attempts.map(({ id }) => id)).toEqual(asked);
    expect(byThread.facts.kinds).toContain('long-context');
    expect(byThread.facts.tag).toEqual(
      two === NOBODY ? null : { provider: 'two', model: 'chosen' },
    );
    expect(byThread.sent).toContain('You are a helper');
    expect(byThread.sent).not.toContain('CCR-SUBAGENT');
  }
});

interface Seen {
  readonly facts: Partial<RequestFacts>;
  readonly attempts: readonly { readonly id: string; readonly dropped: unknown }[];
  readonly sent: string | undefined;
}

test('a signature goes back to its maker and to nobody else, however large the body', async () => {
  await start('anthropic-messages');
  const signature = 'made-by-one-alone';
  const thought = { type: 'thinking', thinking: 'so', signature } as const;
  upstream.play(anthropicAnswer([thought, ...words]));
  await ask(`${under.url}/v1/messages`, { headers: own, body: messagesBody() });
  const body = Buffer.from(
    messagesBody({
      messages: [
        { role: 'user', content: [text(LARGE)] },
        { role: 'assistant', content: [thought, ...words] },
        { role: 'user', content: 'go on' },
      ],
    }),
  );
  await ask(`${under.url}/v1/messages`, { headers: own, body });
  expect(upstream.requests.at(-1)?.body.includes(signature)).toBe(true);
  under.configure(() => configurationFor(NOBODY, [provider('anthropic-messages', 'other')]));
  await ask(`${under.url}/v1/messages`, { headers: own, body });
  expect(upstream.requests.at(-1)?.body.includes(signature)).toBe(false);
});

test('with routing off the bytes pass, and the observer is told what they say before the end', async () => {
  await start('native');
  under.configure((configuration) => ({ ...configuration, routing: false }));
  const body = bodyOf(text(LARGE));
  await ask(`${under.url}/v1/messages`, { headers: login, body });
  expect(upstream.requests.at(-1)?.body.equals(body)).toBe(true);
  await under.watched.nextEnd();
  expect(under.watched.calls.slice(0, 3)).toEqual(['start', 'routed', 'attempt']);
  expect(under.watched.calls.at(-1)).toBe('end complete');
  expect(under.watched.routed.at(-1)?.facts.inputTokens).toBeGreaterThan(50_000);
});

test('a large body without a length is put together', async () => {
  await start('anthropic-messages');
  const body = bodyOf(text(3 * MEGABYTE));
  const outgoing = open();
  for (let at = 0; at < body.length; at += 50_000) outgoing.write(body.subarray(at, at + 50_000));
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(upstream.requests.at(-1)?.body.includes('Grüße')).toBe(true);
  expect(upstream.requests.at(-1)?.body.length).toBe(body.length - 5);
});

test('large JSON that is none is a 400 that says where', async () => {
  await start('openai-chat');
  const body = bodyOf(text(5 * MEGABYTE)).subarray(0, -10);
  const answer = await ask(`${under.url}/v1/messages`, { headers: own, body });
  expect(answer.status).toBe(400);
  expect(answer.body.toString()).toContain('The request body is not JSON');
  expect((await under.watched.nextEnd()).state).toBe('failed');
});

test.each([true, false])('a body beyond the limit is a 413, declared: %s', async (isDeclared) => {
  await start('native', { options: { limits: { bodyBytes: 5 * MEGABYTE } } });
  const body = bodyOf(text(6 * MEGABYTE));
  const outgoing = open(isDeclared ? { 'content-length': String(body.length) } : {});
  // The listener stops reading: what is still on its way meets a closed connection.
  outgoing.on('error', () => undefined);
  outgoing.write(body);
  const [response] = (await once(outgoing, 'response')) as [{ statusCode: number; resume(): void }];
  response.resume();
  expect(response.statusCode).toBe(413);
  outgoing.destroy();
});

describe('a client that leaves', () => {
  test('while it sends ends nothing but its own request', async () => {
    await start('openai-chat');
    const body = bodyOf(text(10 * MEGABYTE));
    const outgoing = open({ 'content-length': String(body.length) });
    outgoing.on('error', () => undefined);
    const gone = new Promise((resolve) => outgoing.on('close', resolve));
    const before = upstream.requests.length;
    outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
    await gone;
    const answer = await ask(`${under.url}/v1/messages`, { headers: own, body: messagesBody() });
    expect(answer.status).toBe(200);
    expect(upstream.requests.length).toBe(before + 1);
  });

  test('while the thread reads is not waited for, and nobody is asked', async () => {
    const source = `
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => {});
    `;
    await start('openai-chat', { worker: written('mute.mjs', source) });
    const before = upstream.requests.length;
    const outgoing = open();
    outgoing.on('error', () => undefined);
    outgoing.end(bodyOf(text(LARGE)));
    await once(outgoing, 'finish');
    outgoing.destroy();
    expect((await under.watched.nextEnd()).state).toBe('cancelled');
    expect(upstream.requests.length).toBe(before);
  });

  test('while its body goes out takes the upstream’s connection with it', async () => {
    const sockets: Socket[] = [];
    // Takes the connection and reads nothing, so that the body stays on its way.
    const deaf = createServer({ pauseOnConnect: true }, (socket) => sockets.push(socket));
    deaf.listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    await start('anthropic-messages');
    const { port } = deaf.address() as AddressInfo;
    under.configure((configuration) => ({
      ...configuration,
      providers: [provider('anthropic-messages', 'one', `http://127.0.0.1:${port}`)],
    }));
    const outgoing = open();
    outgoing.on('error', () => undefined);
    outgoing.end(bodyOf(text(25 * MEGABYTE)));
    await once(deaf, 'connection');
    outgoing.destroy();
    expect((await under.watched.nextEnd()).state).toBe('cancelled');
    const [socket] = sockets;
    if (socket === undefined) throw new Error('nobody connected');
    socket.on('error', () => undefined);
    socket.resume();
    if (!socket.destroyed) await once(socket, 'close');
    deaf.close();
  });
});

test.each([
  ['hangs', 'setInterval(() => {}, 1000)', 'longer than'],
  ['dies', 'throw new Error("at once")', 'at once'],
])(
  'a thread that %s is an error for its body, and the next gets a new one',
  async (how, source, why) => {
    await start('openai-chat');
    const broken = createBodyThread(written(`${how}.mjs`, source), how === 'hangs' ? 100 : 20_000);
    const working = createBodyThread(script);
    let used = broken;
    await under.gateway.stop(0);
    await under.start(
      configurationFor(NOBODY, [provider('openai-chat')]),
      {},
      {
        bodyThread: {
          start: () => undefined,
          open: (...given) => used.open(...given),
          close: async () => {
            await Promise.all([broken.close(), working.close()]);
          },
        },
      },
    );
    for (let times = 0; times < 2; times += 1) {
      const answer = await ask(`${under.url}/v1/messages`, {
        headers: own,
        body: bodyOf(text(LARGE)),
      });
      expect(answer.status).toBe(500);
      expect(answer.body.toString()).toContain(why);
    }
    used = working;
    const answer = await ask(`${under.url}/v1/messages`, {
      headers: own,
      body: bodyOf(text(LARGE)),
    });
    expect(answer.status).toBe(200);
  },
);

function open(headers: Readonly<Record<string, string>> = {}): ClientRequest {
  const options = { method: 'POST', agent: false as const, headers: { ...own, ...headers } };
  return httpRequest(`${under.url}/v1/messages`, options);
}
