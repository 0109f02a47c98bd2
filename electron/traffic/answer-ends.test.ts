import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  anthropicFrames,
  errorAnswer,
  openaiAnswer,
  openaiFrames,
  anthropicAnswer,
} from '../../e2e/upstream/dialects.ts';
import type { Script } from '../../e2e/upstream/scripted-upstream.ts';
import { outcomeOf } from '../../shared/domain/outcome.ts';
import type { WireFormat } from '../../shared/domain/provider.ts';
import { ask, configurationFor, messagesBody, TOKEN, NOBODY } from '../gateway/testing.ts';
import {
  endingOf,
  openRecordedWorld,
  providerAt,
  streamOf,
  type RecordedWorld,
} from './testing.ts';

// Every way in which an upstream can end an answer, through the real gateway: the row, its attempt, the breaker and
// the client must tell the same.
let world: RecordedWorld;
beforeAll(async () => {
  world = await openRecordedWorld();
});
afterAll(() => world.close());

const limits = { sameTargetRetries: 0, retryBackoffMs: 1 };
const headers = { 'x-switchyard-token': TOKEN, authorization: 'Bearer login-of-the-user' };

interface Asked {
  readonly wire?: WireFormat | 'native';
  readonly stream?: boolean;
  readonly idleMs?: number;
}

/** What each of the four says of one request that `script` answers. */
async function tell(script: Script, { wire = 'anthropic-messages', stream = true, idleMs }: Asked) {
  world.one.play(script);
  const configuration =
    wire === 'native'
      ? configurationFor(world.one.url, [], { native: true })
      : configurationFor(NOBODY, [providerAt(world.one, 'one', wire)], {
          strategy: 'failover',
          targets: [
            {
              provider: 'one',
              model: 'm',
              ...(idleMs === undefined ? {} : { timeouts: { idleMs } }),
            },
          ],
        });
  const { gateway, url } = await world.start(configuration, { limits });
  const answer = await ask(`${url}/v1/messages`, { headers, body: messagesBody({ stream }) });
  const row = await world.nextRow();
  const [attempt] = world.recorder.detail(row.id)?.attempts ?? [];
  const [target] = gateway.health().targets;
  return {
    row: [outcomeOf(row), row.errorCode, row.status],
    attempt: [attempt?.outcome, attempt?.errorCode, attempt?.status],
    breaker: target === undefined ? 0 : target.recentFailures,
    client: endingOf(answer),
  };
}

const frames = anthropicFrames([{ type: 'text', text: 'some words' }]);
const untilBlockStop = frames.slice(0, -2);
const untilDelta = frames.slice(0, -1);
const errorEvent =
  'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n';
const body =
  (text: string, type: string | null): Script =>
  (response) => {
    response.writeHead(200, type === null ? {} : { 'content-type': type });
    response.end(text);
  };
const message = JSON.stringify({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text: 'some words' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 2 },
});
const complete = {
  row: ['complete', null, 200],
  attempt: ['answered', null, 200],
  breaker: 0,
};
const cut = {
  row: ['cut', 'truncated', 200],
  attempt: ['failed', 'truncated', 200],
  breaker: 1,
};
const garbled = {
  row: ['failed', 'upstream-garbled', 502],
  attempt: ['failed', 'upstream-garbled', 200],
  breaker: 1,
  client: '502 api_error',
};

describe('a stream in the client’s dialect', () => {
  test.each<[string, Script, object]>([
    ['ends as it should', streamOf(frames, 'end'), { ...complete, client: '200 … message_stop' }],
    [
      'breaks after its last event',
      streamOf(frames, 'break'),
      { ...complete, client: '200 … message_stop' },
    ],
    // The client takes a stop reason for the end: the answer and its usage are whole.
    [
      'ends without message_stop',
      streamOf(untilDelta, 'end'),
      { ...complete, client: '200 … message_delta' },
    ],
    [
      'breaks before message_stop',
      streamOf(untilDelta, 'break'),
      { ...complete, client: '200 … message_delta' },
    ],
    [
      'ends without message_delta',
      streamOf(untilBlockStop, 'end'),
      { ...cut, client: '200 … error api_error' },
    ],
    [
      'breaks in mid-answer',
      streamOf(frames.slice(0, 4), 'break'),
      { ...cut, client: '200 … error api_error' },
    ],
    [
      'is reset in mid-answer',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(frames.slice(0, 4).join(''), () => response.socket?.resetAndDestroy());
      },
      { ...cut, client: '200 … error api_error' },
    ],
    [
      'ends before anything',
      streamOf([], 'end'),
      {
        row: ['failed', 'truncated', 200],
        attempt: ['failed', 'truncated', 200],
        breaker: 1,
        client: '200 … error api_error',
      },
    ],
    [
      'has an error event after content',
      streamOf([...frames.slice(0, 4), errorEvent], 'end'),
      {
        row: ['cut', 'upstream-overloaded', 200],
        attempt: ['failed', 'upstream-overloaded', 200],
        breaker: 1,
        client: '200 … error overloaded_error',
      },
    ],
    [
      'has an error event before content',
      streamOf([...frames.slice(0, 1), errorEvent], 'end'),
      {
        row: ['failed', 'upstream-overloaded', 200],
        attempt: ['failed', 'upstream-overloaded', 200],
        breaker: 1,
        client: '200 … error overloaded_error',
      },
    ],
    [
      'has an error event and stays open',
      streamOf([...frames.slice(0, 4), errorEvent], 'hang'),
      {
        row: ['cut', 'upstream-overloaded', 200],
        attempt: ['failed', 'upstream-overloaded', 200],
        breaker: 1,
        client: '200 … error overloaded_error',
      },
    ],
  ])('%s', async (_, script, expected) => {
    expect(await tell(script, {})).toEqual(expected);
  });

  test('falls silent in mid-answer', async () => {
    expect(await tell(streamOf(frames.slice(0, 4), 'hang'), { idleMs: 300 })).toEqual({
      row: ['stalled', 'upstream-timeout', 200],
      attempt: ['failed', 'upstream-timeout', 200],
      breaker: 1,
      client: '200 … error timeout_error',
    });
  });

  test('falls silent before it says anything', async () => {
    expect(await tell(streamOf([], 'hang'), { idleMs: 300 })).toEqual({
      row: ['timed-out', 'upstream-timeout', 200],
      attempt: ['failed', 'upstream-timeout', 200],
      breaker: 1,
      client: '200 … error timeout_error',
    });
  });
});

describe('something else where a stream was asked for', () => {
  test.each<[string, Script, object]>([
    ['a web page', body('<html>hello</html>', 'text/html'), garbled],
    ['nothing, as JSON', body('', 'application/json'), garbled],
    ['nothing, as text', body('', 'text/plain'), garbled],
    ['nothing, as nothing', body('', null), garbled],
    ['other text', body('try again later', 'text/plain'), garbled],
    ['other JSON', body('{"ok":true}', 'application/json'), garbled],
    [
      'a whole answer',
      body(message, 'application/json'),
      { ...complete, client: '200 … message_stop' },
    ],
    [
      'a stream that is called text',
      body(frames.join(''), 'text/plain'),
      { ...complete, client: '200 … message_stop' },
    ],
    [
      'half a stream that is called text',
      body(untilBlockStop.join(''), 'text/plain'),
      { ...cut, client: '200 … error api_error' },
    ],
    [
      'an error with status 200',
      body(
        '{"type":"error","error":{"type":"overloaded_error","message":"busy"}}',
        'application/json',
      ),
      {
        row: ['failed', 'upstream-overloaded', 529],
        attempt: ['failed', 'upstream-overloaded', 200],
        breaker: 1,
        client: '529 overloaded_error',
      },
    ],
  ])('%s', async (_, script, expected) => {
    expect(await tell(script, {})).toEqual(expected);
  });
});

describe('where a whole answer was asked for', () => {
  test.each<[string, Script, object]>([
    ['it comes', body(message, 'application/json'), { ...complete, client: '200 JSON' }],
    ['it is empty', body('', 'application/json'), garbled],
    ['it is no JSON', body('try again later', 'text/plain'), garbled],
    ['it is half of it', body(message.slice(0, 60), 'application/json'), garbled],
    ['it is other JSON', body('{"ok":true}', 'application/json'), garbled],
    ['it is a web page', body('<html>hello</html>', 'text/html'), garbled],
    ['it comes as a stream', streamOf(frames, 'end'), { ...complete, client: '200 JSON' }],
    [
      'it breaks off',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '999' });
        response.write(message.slice(0, 60), () => response.socket?.end());
      },
      {
        row: ['failed', 'truncated', 502],
        attempt: ['failed', 'truncated', 200],
        breaker: 1,
        client: '502 api_error',
      },
    ],
    [
      'it breaks off as a stream',
      streamOf(untilBlockStop, 'end'),
      {
        row: ['failed', 'truncated', 502],
        attempt: ['failed', 'truncated', 200],
        breaker: 1,
        client: '502 api_error',
      },
    ],
  ])('%s', async (_, script, expected) => {
    expect(await tell(script, { stream: false })).toEqual(expected);
  });
});

describe('a chat stream that is translated', () => {
  const chunks = openaiFrames([{ type: 'text', text: 'some words' }]);
  test.each<[string, Script, object]>([
    ['ends as it should', streamOf(chunks, 'end'), { ...complete, client: '200 … message_stop' }],
    [
      'ends without [DONE]',
      streamOf(chunks.slice(0, -1), 'end'),
      { ...complete, client: '200 … message_stop' },
    ],
    [
      'breaks after its finish',
      streamOf(chunks.slice(0, -1), 'break'),
      { ...complete, client: '200 … message_stop' },
    ],
    [
      'ends without a finish',
      streamOf(chunks.slice(0, 3), 'end'),
      { ...cut, client: '200 … error api_error' },
    ],
    [
      'breaks in mid-answer',
      streamOf(chunks.slice(0, 3), 'break'),
      { ...cut, client: '200 … error api_error' },
    ],
    [
      'has an error in it',
      streamOf([...chunks.slice(0, 3), 'data: {"error":{"message":"out of memory"}}\n\n'], 'end'),
      {
        row: ['cut', 'upstream-failed', 200],
        attempt: ['failed', 'upstream-failed', 200],
        breaker: 1,
        client: '200 … error api_error',
      },
    ],
    [
      'ends before anything',
      streamOf([], 'end'),
      {
        row: ['failed', 'truncated', 502],
        attempt: ['failed', 'truncated', 200],
        breaker: 1,
        client: '502 api_error',
      },
    ],
    ['is a web page', body('<html>hello</html>', 'text/html'), garbled],
    ['is nothing', body('', 'application/json'), garbled],
    [
      'is a whole answer',
      (response, request, index) => {
        const whole = { ...request, body: Buffer.from('{"model":"m"}') };
        openaiAnswer([{ type: 'text', text: 'some words' }])(response, whole, index);
      },
      { ...complete, client: '200 … message_stop' },
    ],
  ])('%s', async (_, script, expected) => {
    expect(await tell(script, { wire: 'openai-chat' })).toEqual(expected);
  });

  test('falls silent in mid-answer', async () => {
    expect(
      await tell(streamOf(chunks.slice(0, 3), 'hang'), { wire: 'openai-chat', idleMs: 300 }),
    ).toEqual({
      row: ['stalled', 'upstream-timeout', 200],
      attempt: ['failed', 'upstream-timeout', 200],
      breaker: 1,
      client: '200 … error timeout_error',
    });
  });
});

describe('Anthropic itself, whose bytes pass whatever they are', () => {
  test.each<[string, Script, object]>([
    [
      'a stream',
      anthropicAnswer([{ type: 'text', text: 'some words' }]),
      { ...complete, client: '200 … message_stop' },
    ],
    [
      'half a stream',
      streamOf(untilBlockStop, 'end'),
      { ...cut, breaker: 0, client: '200 … error api_error' },
    ],
    [
      'a web page, from whoever stands between',
      body('<html>hello</html>', 'text/html'),
      {
        row: ['failed', 'upstream-garbled', 200],
        attempt: ['failed', 'upstream-garbled', 200],
        breaker: 0,
        client: '200 no JSON',
      },
    ],
    [
      'an overload',
      errorAnswer(529, 'overloaded_error', 'busy'),
      {
        row: ['failed', 'upstream-overloaded', 529],
        attempt: ['failed', 'upstream-overloaded', 529],
        breaker: 0,
        client: '529 overloaded_error',
      },
    ],
    [
      'nobody there',
      (response) => response.destroy(),
      {
        row: ['failed', 'upstream-failed', 502],
        attempt: ['failed', 'upstream-failed', null],
        breaker: 0,
        client: '502 api_error',
      },
    ],
  ])('%s', async (_, script, expected) => {
    expect(await tell(script, { wire: 'native' })).toEqual(expected);
  });
});
