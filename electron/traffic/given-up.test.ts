import { request as httpRequest, type ClientRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  anthropicAnswer,
  anthropicFrames,
  errorAnswer,
  openaiFrames,
} from '../../e2e/upstream/dialects.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import { outcomeOf } from '../../shared/domain/outcome.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';
import {
  ask,
  configurationFor,
  messagesBody,
  TOKEN,
  type GatewayUnderTest,
  type RawAnswer,
  NOBODY,
} from '../gateway/testing.ts';
import {
  endingOf,
  openRecordedWorld,
  providerAt,
  streamOf,
  type RecordedWorld,
} from './testing.ts';

// Who gave a request up, at both moments and over each way through the gateway: the row, its attempt and the client are
// told, and the upstream is not blamed.
let world: RecordedWorld;
beforeEach(async () => {
  world = await openRecordedWorld();
});
afterEach(() => world.close());

const headers = { 'x-switchyard-token': TOKEN, authorization: 'Bearer login-of-the-user' };
const wires = ['native', 'anthropic-messages', 'openai-chat'] as const;
const moments = ['before the answer', 'in mid-answer'] as const;

function configurationOf(wire: WireFormat | 'native'): Configuration {
  if (wire === 'native') return configurationFor(world.one.url, [], { native: true });
  return configurationFor(NOBODY, [providerAt(world.one, 'one', wire)]);
}

interface Client {
  readonly answer: Promise<RawAnswer | null>;
  leave(): void;
}

/** Asks, and resolves once the request is as far as `moment` says. */
async function askUntil(
  moment: (typeof moments)[number],
  wire: WireFormat | 'native',
  url: string,
  body = messagesBody(),
): Promise<Client> {
  const begun =
    wire === 'openai-chat'
      ? openaiFrames([{ type: 'text', text: 'some words' }]).slice(0, 3)
      : anthropicFrames([{ type: 'text', text: 'some words' }]).slice(0, 4);
  const isBefore = moment === 'before the answer';
  world.one.play(isBefore ? () => undefined : streamOf(begun, 'hang'));
  const seen = world.one.requests.length;
  const outgoing = httpRequest(`${url}/v1/messages`, { method: 'POST', headers, agent: false });
  let answer: Promise<RawAnswer | null> = Promise.resolve(null);
  const begins = new Promise<void>((resolve) => {
    answer = read(outgoing, (text) => {
      if (text.includes('content_block_delta')) resolve();
    });
  });
  outgoing.end(body);
  await (isBefore ? world.one.arrived(seen + 1) : begins);
  return { answer, leave: () => outgoing.destroy() };
}

/** What the client gets, read as it comes; `onText` is told all of it so far. */
function read(outgoing: ClientRequest, onText: (text: string) => void): Promise<RawAnswer | null> {
  return new Promise((resolve) => {
    outgoing.on('error', () => {
      resolve(null);
    });
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        onText(Buffer.concat(chunks).toString());
      });
      response.on('error', () => undefined);
      response.on('close', () => {
        const { statusCode = 0, complete, headers: got } = response;
        resolve({ status: statusCode, headers: got, body: Buffer.concat(chunks), complete });
      });
    });
  });
}

/** What is told of the request that ends next. */
async function told({ gateway }: GatewayUnderTest): Promise<unknown> {
  const row = await world.nextRow();
  const [attempt] = world.recorder.detail(row.id)?.attempts ?? [];
  return {
    row: [row.state, outcomeOf(row), row.errorCode, row.status],
    attempt: [attempt?.outcome, attempt?.errorCode, attempt?.status],
    failures: gateway.health().targets.map(({ recentFailures }) => recentFailures),
  };
}

describe.each(wires)('%s', (wire) => {
  const failures = wire === 'native' ? [] : [0];
  const health = (): number[] => failures;

  test.each(moments)('the client leaves %s', async (moment) => {
    const under = await world.start(configurationOf(wire));
    const client = await askUntil(moment, wire, under.url);
    const isBefore = moment === 'before the answer';
    client.leave();
    expect(await told(under)).toEqual({
      row: ['cancelled', 'client-left', 'client-gone', isBefore ? null : 200],
      attempt: ['cancelled', 'client-gone', isBefore ? null : 200],
      failures: isBefore ? [] : health(),
    });
  });

  test.each(moments)('the user cancels %s', async (moment) => {
    const under = await world.start(configurationOf(wire));
    const client = await askUntil(moment, wire, under.url);
    const isBefore = moment === 'before the answer';
    expect(under.gateway.cancel(world.newest().row.id)).toBe(true);
    expect(await told(under)).toEqual({
      row: ['cancelled', 'cancelled-here', 'cancelled-here', isBefore ? 499 : 200],
      attempt: ['cancelled', 'cancelled-here', isBefore ? null : 200],
      failures: isBefore ? [] : health(),
    });
    const answer = (await client.answer)!;
    expect(endingOf(answer)).toBe(isBefore ? '499 api_error' : '200 … error api_error');
    expect(answer.body.toString()).toContain('Cancelled in Switchyard');
    if (isBefore) expect(answer.headers['x-should-retry']).toBe('false');
  });

  test.each(moments)('the gateway stops %s', async (moment) => {
    const under = await world.start(configurationOf(wire));
    const client = await askUntil(moment, wire, under.url);
    const isBefore = moment === 'before the answer';
    await under.gateway.stop(0);
    expect(await told(under)).toMatchObject({
      row: ['cancelled', 'stopped', 'gateway-stopping', isBefore ? 503 : 200],
      attempt: ['cancelled', 'gateway-stopping', isBefore ? null : 200],
    });
    const answer = (await client.answer)!;
    expect(endingOf(answer)).toBe(
      isBefore ? '503 overloaded_error' : '200 … error overloaded_error',
    );
    if (isBefore) expect(answer.headers['retry-after']).toBe('2');
  });
});

test('a port that is left ends what came in by it, and nothing else', async () => {
  const under = await world.start(configurationOf('anthropic-messages'));
  const old = await askUntil('in mid-answer', 'anthropic-messages', under.url);
  const { port } = await under.gateway.move({ host: '127.0.0.1', port: 0 }, 20);
  const url = `http://127.0.0.1:${String(port)}`;
  const young = await askUntil('in mid-answer', 'anthropic-messages', url);
  expect(await told(under)).toMatchObject({
    row: ['cancelled', 'stopped', 'gateway-stopping', 200],
  });
  expect(endingOf((await old.answer)!)).toBe('200 … error overloaded_error');
  expect(under.gateway.inFlight).toBe(1);
  young.leave();
  expect(await told(under)).toMatchObject({
    row: ['cancelled', 'client-left', 'client-gone', 200],
  });
});

test('a client that takes nothing is told apart by the words', async () => {
  const [frame = ''] = anthropicFrames([{ type: 'text', text: 'x'.repeat(128 * 1024) }]).slice(
    3,
    4,
  );
  world.one.play((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const pump = (): void => {
      while (response.write(frame));
      response.once('drain', pump);
    };
    pump();
  });
  const under = await world.start(configurationOf('native'), { limits: { clientStallMs: 50 } });
  const outgoing = httpRequest(`${under.url}/v1/messages`, {
    method: 'POST',
    headers,
    agent: false,
  });
  outgoing.on('error', () => undefined);
  outgoing.on('response', (response) => response.pause().on('error', () => undefined));
  outgoing.end(messagesBody());
  const row = await world.nextRow();
  expect([outcomeOf(row), row.errorMessage]).toEqual([
    'client-left',
    'The client took nothing of its answer for 0 s',
  ]);
  outgoing.destroy();
});

test('a client that leaves once it has its whole answer has cancelled nothing', async () => {
  world.one.play(streamOf(anthropicFrames([{ type: 'text', text: 'some words' }]), 'hang'));
  const under = await world.start(configurationOf('anthropic-messages'));
  const outgoing = httpRequest(`${under.url}/v1/messages`, {
    method: 'POST',
    headers,
    agent: false,
  });
  void read(outgoing, (text) => {
    if (text.includes('message_stop')) outgoing.destroy();
  });
  outgoing.end(messagesBody());
  expect(await told(under)).toMatchObject({ row: ['complete', 'complete', null, 200] });
});

test('what failed before the user cancelled stays a failure of its own target', async () => {
  world.one.play(errorAnswer(529, 'overloaded_error', 'busy'));
  world.two.play(() => undefined);
  const under = await world.start(
    configurationFor(NOBODY, [providerAt(world.one, 'one'), providerAt(world.two, 'two')]),
  );
  const seen = world.two.requests.length;
  const asked = ask(`${under.url}/v1/messages`, { headers, body: messagesBody() });
  await world.two.arrived(seen + 1);
  under.gateway.cancel(world.newest().row.id);
  const row = await world.nextRow();
  const attempts = world.recorder.detail(row.id)?.attempts ?? [];
  expect([outcomeOf(row), attempts.map(({ outcome, errorCode }) => [outcome, errorCode])]).toEqual([
    'cancelled-here',
    [
      ['failed', 'upstream-overloaded'],
      ['cancelled', 'cancelled-here'],
    ],
  ]);
  const failures = under.gateway
    .health()
    .targets.map((each) => [each.provider, each.recentFailures]);
  expect(failures).toEqual([['one', 1]]);
  expect(endingOf(await asked)).toBe('499 api_error');
});

describe('the client asks once more for what was cancelled in mid-answer', () => {
  const asked = { messages: [{ role: 'user', content: 'Read "it".' }] };
  const again = { ...asked, stream: false, max_tokens: 32 };
  const good = anthropicAnswer([{ type: 'text', text: 'the answer' }]);

  async function cancelled(routing = true): Promise<GatewayUnderTest> {
    const wire = routing ? 'anthropic-messages' : 'native';
    const under = await world.start({ ...configurationOf(wire), routing });
    const client = await askUntil('in mid-answer', wire, under.url, messagesBody(asked));
    under.gateway.cancel(world.newest().row.id);
    await world.nextRow();
    await client.answer;
    world.one.play(good);
    return under;
  }
  const send = ({ url }: GatewayUnderTest, extra: object): Promise<RawAnswer> =>
    ask(`${url}/v1/messages`, { headers, body: messagesBody(extra) });

  test.each([true, false])('that is cancelled too, and told (routing %s)', async (routing) => {
    const under = await cancelled(routing);
    const seen = world.one.requests.length;
    const answer = await send(under, again);
    expect([endingOf(answer), answer.headers['x-should-retry']]).toEqual([
      '499 api_error',
      'false',
    ]);
    const row = await world.nextRow();
    expect([outcomeOf(row), row.attempts, row.askedModel]).toEqual([
      'cancelled-here',
      0,
      'claude-sonnet-4-6',
    ]);
    expect(world.one.requests).toHaveLength(seen);
    // Once: whoever asks a third time means it.
    expect(endingOf(await send(under, again))).toBe('200 JSON');
  });

  test('to go on where it broke off: that is cancelled too', async () => {
    const under = await cancelled();
    const resume = (words: string): object => ({
      messages: [
        ...asked.messages,
        { role: 'assistant', content: [{ type: 'text', text: 'some' }] },
        { role: 'user', content: [{ type: 'text', text: words }] },
      ],
    });
    const own = 'Your response above was cut off mid-stream. Resume directly.';
    expect(endingOf(await send(under, resume('And then?')))).toBe('200 … message_stop');
    expect(endingOf(await send(under, resume(own)))).toBe('499 api_error');
    expect(endingOf(await send(under, resume(own)))).toBe('200 … message_stop');
  });

  test.each<[string, object]>([
    ['with other words', { ...again, messages: [{ role: 'user', content: 'Read on.' }] }],
    ['as a stream', asked],
  ])('%s it is another request', async (_, extra) => {
    const under = await cancelled();
    expect((await send(under, extra)).status).toBe(200);
  });

  test('after a client left it is answered', async () => {
    const under = await world.start(configurationOf('anthropic-messages'));
    const client = await askUntil(
      'in mid-answer',
      'anthropic-messages',
      under.url,
      messagesBody(asked),
    );
    client.leave();
    await world.nextRow();
    world.one.play(good);
    expect(endingOf(await send(under, again))).toBe('200 JSON');
  });
});
