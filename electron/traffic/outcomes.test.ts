import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames, errorAnswer } from '../../e2e/upstream/dialects.ts';
import {
  startScriptedUpstream,
  type Script,
  type ScriptedUpstream,
} from '../../e2e/upstream/scripted-upstream.ts';
import type { Configuration } from '../../shared/domain/configuration.ts';
import type { ExchangeRow } from '../../shared/domain/exchange.ts';
import { detoursOf, outcomeOf } from '../../shared/domain/outcome.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import {
  ask,
  configurationFor,
  messagesBody,
  SECRETS,
  startTestGateway,
  TOKEN,
  type GatewayUnderTest,
} from '../gateway/testing.ts';
import { createRecorder, type Recorder } from './recorder.ts';

// The real gateway and recorder against upstreams that behave badly: how each end is called.
const good = anthropicAnswer([{ type: 'text', text: 'some words' }]);
const frames = anthropicFrames([{ type: 'text', text: 'some words' }]);
/** Real text has come, but not its end. */
const begun = frames.slice(0, 3);

let one: ScriptedUpstream;
let two: ScriptedUpstream;
let recorder: Recorder;
let under: GatewayUnderTest | null = null;

beforeEach(async () => {
  one = await startScriptedUpstream(good);
  two = await startScriptedUpstream(good);
});
afterEach(async () => {
  await under?.gateway.stop(0);
  under = null;
  await one.close();
  await two.close();
});

const provider = (id: 'one' | 'two', keys: readonly string[] = ['main']): Provider => ({
  id,
  wire: 'anthropic-messages',
  baseUrl: id === 'one' ? one.url : two.url,
  auth: 'bearer',
  keys: keys.map((key, place) => ({ id: key, keychain: true, priority: place + 1 })),
});

/** What the list shows in the end; `play` talks to the gateway. */
async function rowOf(
  configuration: Configuration,
  play: (url: string) => Promise<unknown> = send,
): Promise<ExchangeRow> {
  let resolveEnd: (row: ExchangeRow) => void;
  const ended = new Promise<ExchangeRow>((resolve) => {
    resolveEnd = resolve;
  });
  recorder = createRecorder({
    configuration: () => configuration,
    onRow: () => undefined,
    onEnd: (row) => {
      resolveEnd(row);
    },
  });
  under = await startTestGateway(configuration, {}, { observer: recorder });
  await play(under.url);
  return ended;
}

const headers = { 'x-switchyard-token': TOKEN };
const send = (url: string): Promise<unknown> =>
  ask(`${url}/v1/messages`, { headers, body: messagesBody() });

/** Goes away once the first bytes of the answer came. */
async function leaveEarly(url: string): Promise<void> {
  const outgoing = httpRequest(`${url}/v1/messages`, { method: 'POST', headers, agent: false });
  outgoing.on('error', () => undefined);
  outgoing.end(messagesBody());
  const [response] = (await once(outgoing, 'response')) as [NodeJS.ReadableStream];
  await once(response, 'data');
  outgoing.destroy();
}

const stream =
  (parts: readonly string[], then: 'break' | 'hang'): Script =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(parts.join(''), () => {
      if (then === 'break') response.destroy();
    });
  };

const native = 'http://127.0.0.1:9';
const toOne = (target: object = {}): Configuration =>
  configurationFor(native, [provider('one')], {
    strategy: 'failover',
    targets: [{ provider: 'one', model: 'm', ...target }],
  });
const toBoth = (): Configuration => configurationFor(native, [provider('one'), provider('two')]);
const locked = (): Configuration => {
  const away = { ...provider('one'), baseUrl: 'http://192.0.2.7:9' };
  const open = configurationFor(native, [away]);
  return { ...open, profiles: open.profiles.map((each) => ({ ...each, lock: 'local-only' })) };
};

describe('outcomes', () => {
  test.each<[string, Script, () => Configuration, object]>([
    ['complete', good, toOne, { retries: 0, failovers: 0 }],
    ['cut', stream(begun, 'break'), toOne, { retries: 0, failovers: 0 }],
    [
      'stalled',
      stream(begun, 'hang'),
      () => toOne({ timeouts: { idleMs: 300 } }),
      { retries: 0, failovers: 0 },
    ],
    [
      'timed-out',
      () => undefined,
      () => toOne({ timeouts: { firstByteMs: 300 } }),
      { retries: 0, failovers: 0 },
    ],
    [
      'failed',
      errorAnswer(404, 'not_found_error', 'model: m'),
      toOne,
      { retries: 0, failovers: 0 },
    ],
    [
      'refused',
      good,
      () => configurationFor(native, [provider('one')], { refuse: 'not on Fridays' }),
      { retries: 0, failovers: 0 },
    ],
    ['blocked', good, locked, { retries: 0, failovers: 0 }],
    // Answered by the second target.
    [
      'complete',
      errorAnswer(529, 'overloaded_error', 'busy'),
      toBoth,
      { retries: 0, failovers: 1 },
    ],
  ])('%s', async (outcome, script, configuration, detours) => {
    one.play(script);
    const row = await rowOf(configuration());
    expect([outcomeOf(row), detoursOf(row)]).toEqual([outcome, detours]);
  });

  test('each step of an attempt has its time, in order', async () => {
    const row = await rowOf(toOne());
    const [attempt] = recorder.detail(row.id)?.attempts ?? [];
    const { startedAtMs = -1, connectedAtMs, headersAtMs, durationMs } = attempt ?? {};
    const times = [0, startedAtMs, connectedAtMs ?? -1, headersAtMs ?? -1];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(headersAtMs).toBeLessThanOrEqual(startedAtMs + (durationMs ?? -1));
  });

  test('an attempt that was never answered has no time for its headers', async () => {
    one.play(() => undefined);
    const row = await rowOf(toOne({ timeouts: { firstByteMs: 300 } }));
    expect(recorder.detail(row.id)?.attempts.at(-1)).toMatchObject({ headersAtMs: null });
  });

  test('left by the client, when it goes away in the midst of an answer', async () => {
    one.play(stream(begun, 'hang'));
    const row = await rowOf(toOne(), leaveEarly);
    expect(outcomeOf(row)).toBe('client-left');
  });

  test('retried: the same target answers with its second key', async () => {
    one.play((response, request, index) => {
      const isSpare = request.headers.authorization === `Bearer ${SECRETS['one/spare'] ?? ''}`;
      const script = isSpare ? good : errorAnswer(401, 'authentication_error', 'bad key');
      return script(response, request, index);
    });
    const configuration = configurationFor(native, [provider('one', ['main', 'spare'])]);
    const row = await rowOf(configuration);
    expect([outcomeOf(row), detoursOf(row)]).toEqual(['complete', { retries: 1, failovers: 0 }]);
  });
});
