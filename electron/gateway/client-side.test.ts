import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames, openaiFrames } from '../../e2e/upstream/dialects.ts';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';
import type { GatewayOptions } from './create-gateway.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from './testing.ts';
import { useGateway, useUpstreams } from './testing/hooks.ts';

const login = { authorization: 'Bearer sk-ant-oat01-subscription-login' };

const { upstream } = useUpstreams({ upstream: anthropicAnswer([{ type: 'text', text: 'one' }]) });
const under = useGateway();

/** `native`: the pass-through; else a provider of that wire at the same upstream. */
async function start(wire: WireFormat | 'native', options: GatewayOptions = {}): Promise<void> {
  const configuration =
    wire === 'native'
      ? configurationFor(upstream.url, [], { native: true })
      : configurationFor(NOBODY, [
          { id: 'one', name: 'One', wire, baseUrl: upstream.url, auth: 'none' },
        ]);
  await under.start(configuration, options);
}

const wires = ['native', 'anthropic-messages', 'openai-chat'] as const;

/** Opens a stream with content, says when it is under way, and never ends it. */
function endless(wire: (typeof wires)[number]): Script {
  const frames =
    wire === 'openai-chat'
      ? openaiFrames([{ type: 'text', text: 'some words' }]).slice(0, 2)
      : anthropicFrames([{ type: 'text', text: 'some words' }]).slice(0, 4);
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frames.join(''));
  };
}

/** A client on a bare socket: it reads only when told to. */
async function openClient(body: string): Promise<Socket> {
  const socket = connect(under.address.port, '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(
    [
      'POST /v1/messages HTTP/1.1',
      `host: 127.0.0.1:${String(under.address.port)}`,
      `x-switchyard-token: ${TOKEN}`,
      `authorization: ${login.authorization}`,
      `content-length: ${String(Buffer.byteLength(body))}`,
      '',
      body,
    ].join('\r\n'),
  );
  return socket;
}

describe.each(wires)('%s', (wire) => {
  test('a client that leaves mid-stream takes the upstream with it at once', async () => {
    upstream.play(endless(wire));
    await start(wire);
    const client = await openClient(messagesBody());
    await new Promise<void>((resolve) => client.once('data', () => resolve()));
    client.destroy();
    // Every other way to an end here (idle limit, whole answer) is minutes away; the test's own limit is seconds.
    await upstream.requests.at(-1)!.dropped;
    const end = await under.watched.nextEnd();
    expect(end).toMatchObject({ state: 'cancelled', error: { code: 'client-gone' } });
    expect(under.gateway.inFlight).toBe(0);
  });

  test('a client that leaves before any answer takes the upstream with it', async () => {
    upstream.play(() => undefined);
    await start(wire);
    const seen = upstream.requests.length;
    const client = await openClient(messagesBody());
    await upstream.arrived(seen + 1);
    client.destroy();
    await upstream.requests.at(-1)!.dropped;
    expect(await under.watched.nextEnd()).toMatchObject({ state: 'cancelled', status: null });
  });

  test('cancel stops one exchange: an error event, no end_turn, the upstream let go', async () => {
    upstream.play(endless(wire));
    await start(wire);
    const asked = under.send({}, login);
    const client = await openClient(messagesBody());
    await new Promise<void>((resolve) => client.once('data', () => resolve()));
    client.destroy();
    await under.watched.nextEnd();
    const id = under.watched.attempts[0]!.exchangeId;
    const isFirst = under.watched.ends.every(({ exchangeId }) => exchangeId !== id);
    const target = isFirst ? id : under.watched.attempts[1]!.exchangeId;
    expect(under.gateway.cancel(target)).toBe(true);
    const answer = await asked;
    expect(answer.body.toString()).toContain('Cancelled in Switchyard');
    expect(answer.body.toString()).not.toContain('end_turn');
    expect(await under.watched.nextEnd()).toMatchObject({ state: 'cancelled', exchangeId: target });
    expect(under.gateway.cancel(target)).toBe(false);
  });

  test('a slow client stalls its own upstream and nobody else', async () => {
    const word = 'x'.repeat(64 * 1024);
    let written = 0;
    let isBlocked = false;
    upstream.play((response, request, index) => {
      if (!request.body.includes('"flood"')) {
        const script =
          wire === 'openai-chat'
            ? (((response_) => {
                response_.writeHead(200, { 'content-type': 'text/event-stream' });
                response_.end(openaiFrames([{ type: 'text', text: 'quick' }]).join(''));
              }) satisfies Script)
            : anthropicAnswer([{ type: 'text', text: 'quick' }]);
        script(response, request, index);
        return;
      }
      const [head, , block] = anthropicFrames([{ type: 'text', text: word }]);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (wire !== 'openai-chat') response.write(head! + block!);
      const frame =
        wire === 'openai-chat'
          ? openaiFrames([{ type: 'text', text: word }])[1]!
          : anthropicFrames([{ type: 'text', text: word }])[3]!;
      const pump = (): void => {
        while (written < 200_000_000) {
          written += frame.length;
          if (!response.write(frame)) {
            response.once('drain', pump);
            return;
          }
        }
        isBlocked = true;
      };
      pump();
    });
    await start(wire);
    const slow = await openClient(messagesBody({ messages: [{ role: 'user', content: 'flood' }] }));
    slow.pause();
    // Wait until nothing moves any more: all buffers on the way are full.
    for (let before = -1; before !== written || written === 0;) {
      before = written;
      const quick = await under.send({}, login);
      expect(quick.body.toString()).toContain('message_stop');
    }
    expect(isBlocked).toBe(false);
    expect(written).toBeLessThan(60_000_000);
    slow.destroy();
    await upstream.requests.find(({ body }) => body.includes('"flood"'))!.dropped;
  });
});

test('a client that takes nothing for too long is given up', async () => {
  const frame = anthropicFrames([{ type: 'text', text: 'x'.repeat(64 * 1024) }])[3]!;
  upstream.play((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const pump = (): void => {
      while (response.write(frame));
      response.once('drain', pump);
    };
    pump();
  });
  await start('native', { limits: { clientStallMs: 50 } });
  const slow = await openClient(messagesBody());
  slow.pause();
  slow.on('error', () => undefined);
  expect(await under.watched.nextEnd()).toMatchObject({ state: 'cancelled' });
  slow.destroy();
});

test('a gap in a translated stream carries our pings', async () => {
  let go: (() => void) | undefined;
  const frames = openaiFrames([{ type: 'text', text: 'some words' }]);
  upstream.play((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frames.slice(0, 2).join(''));
    go = () => response.end(frames.slice(2).join(''));
  });
  await start('openai-chat', { limits: { pingMs: 10 } });
  const client = await openClient(messagesBody());
  let text = '';
  await new Promise<void>((resolve) => {
    client.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('event: ping')) resolve();
    });
  });
  go?.();
  await under.watched.nextEnd();
  client.destroy();
  expect(text).toContain('event: ping\ndata: {"type":"ping"}');
});

test('stop refuses the new, waits for those under way, and start works again', async () => {
  let go: (() => void) | undefined;
  upstream.play((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(anthropicFrames([]).slice(0, 1).join(''));
    go = () => response.end(anthropicFrames([]).slice(1).join(''));
  });
  await start('native');
  const asked = under.send({}, login);
  await upstream.arrived(upstream.requests.length + 1);
  const stopped = under.gateway.stop(5000);
  await expect(under.send()).rejects.toThrow('ECONNREFUSED');
  go?.();
  expect((await asked).body.toString()).toContain('message_stop');
  await stopped;
  expect(under.gateway.address).toBeNull();
  await under.gateway.start({ host: '127.0.0.1', port: under.address.port });
  const hello = await ask(`${under.url}/healthz`, { method: 'GET' });
  expect(hello.status).toBe(200);
});

test('beyond the limit of concurrent exchanges the client is told to come back', async () => {
  upstream.play(endless('native'));
  await start('native', { limits: { concurrentExchanges: 1 } });
  const client = await openClient(messagesBody());
  await new Promise<void>((resolve) => client.once('data', () => resolve()));
  const answer = await under.send({}, login);
  expect(answer.status).toBe(529);
  expect(answer.headers['retry-after']).toBe('1');
  client.destroy();
});

test('a translated stream that ends well leaves its connection open for the next request', async () => {
  await start('openai-chat');
  const ports: (number | undefined)[] = [];
  const open: ServerResponse[] = [];
  upstream.play((response) => {
    ports.push(response.socket?.remotePort);
    open.push(response);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // The last event is there, the end of the response is not yet.
    response.write(openaiFrames([{ type: 'text', text: 'some words' }]).join(''));
  });
  for (let turn = 0; turn < 2; turn += 1) {
    const answer = await under.send();
    expect(answer.body.toString()).toContain('event: message_stop');
    open.shift()?.end();
  }
  expect(ports[0]).toBeDefined();
  expect(ports[1]).toBe(ports[0]);
});

test('events that arrive together reach the client whole and in order, up to a cut', async () => {
  await start('native');
  const frames = anthropicFrames([{ type: 'text', text: 'many words that come at once' }]);
  const sent = frames.slice(0, -1).join('');
  upstream.play((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const frame of frames.slice(0, -1)) response.write(frame);
    response.write('event: message_st', () => response.destroy());
  });
  const answer = await under.send({}, login);
  expect(answer.body.toString().startsWith(sent)).toBe(true);
});
