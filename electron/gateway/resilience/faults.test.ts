import { describe, expect, test } from 'vitest';
import { anthropicFrames, errorAnswer } from '../../../e2e/upstream/dialects.ts';
import type { Script } from '../../../e2e/upstream/scripted-upstream.ts';
import type { Provider } from '../../../shared/domain/provider.ts';
import { SECRETS } from '../testing.ts';
import { good, mainKey, useTwoUpstreams } from './testing/two-upstreams.ts';

const world = useTwoUpstreams();
const spareKey = { id: 'spare', keychain: true };
const broken = errorAnswer(500, 'api_error', 'broken');
const limited = errorAnswer(429, 'rate_limit_error', 'slow down', { 'retry-after': '30' });
const deadKey = errorAnswer(401, 'authentication_error', 'invalid key');
const reset: Script = (response) => response.destroy();
const silent: Script = () => undefined;
const frames = anthropicFrames([{ type: 'text', text: 'some words' }]);
const cutBeforeContent: Script = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(frames[0]);
};
const cutInContent: Script = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(frames.slice(0, 4).join(''));
};

/** The given scripts in turn, the last one for ever. */
function inTurn(...scripts: readonly [Script, ...Script[]]): Script {
  let asked = 0;
  return (response, request, index) => {
    const script = scripts[Math.min(asked, scripts.length - 1)] ?? scripts[0];
    asked += 1;
    return script(response, request, index);
  };
}

describe('fault x attempts at each upstream x what the client saw', () => {
  test.each<[string, Script, 1 | 2, readonly (readonly [number, number, number, string?])[]]>([
    // fault at one, targets, per request: asked of one, asked of two, status, who answered
    [
      '429 with retry-after, then nobody asks it',
      limited,
      2,
      [
        [1, 1, 200, 'two'],
        [0, 1, 200, 'two'],
      ],
    ],
    [
      '429 with retry-after, nobody else',
      limited,
      1,
      [
        [1, 0, 429, 'one'],
        [0, 0, 429],
      ],
    ],
    [
      '429 with a short one is waited for',
      inTurn(errorAnswer(429, 'rate_limit_error', 'x', { 'retry-after-ms': '40' }), good),
      1,
      [[2, 0, 200, 'one']],
    ],
    ['500, once, nobody else', inTurn(broken, good), 1, [[2, 0, 200, 'one']]],
    ['500 for good, nobody else', broken, 1, [[2, 0, 502, 'one']]],
    [
      '500 opens the circuit',
      broken,
      2,
      [
        [1, 1, 200, 'two'],
        [1, 1, 200, 'two'],
        [1, 1, 200, 'two'],
        [0, 1, 200, 'two'],
      ],
    ],
    [
      '500 for good and all: an open circuit is only a guess',
      broken,
      1,
      [
        [2, 0, 502, 'one'],
        [2, 0, 502, 'one'],
        [2, 0, 502, 'one'],
      ],
    ],
    [
      '503 with retry-after',
      errorAnswer(503, 'api_error', 'down', { 'retry-after': '30' }),
      2,
      [
        [1, 1, 200, 'two'],
        [0, 1, 200, 'two'],
      ],
    ],
    ['a reset, once', inTurn(reset, good), 1, [[2, 0, 200, 'one']]],
    ['a reset, another target', reset, 2, [[1, 1, 200, 'two']]],
    ['silence, nobody else', silent, 1, [[1, 0, 504, 'one']]],
    ['silence, another target', silent, 2, [[1, 1, 200, 'two']]],
    ['cut before content', cutBeforeContent, 2, [[1, 1, 200, 'two']]],
    [
      'cut in its content: never repeated, and a failure for the circuit',
      cutInContent,
      2,
      [
        [1, 0, 200, 'one'],
        [1, 0, 200, 'one'],
        [1, 0, 200, 'one'],
        [0, 1, 200, 'two'],
      ],
    ],
    [
      'a dead key, another target',
      deadKey,
      2,
      [
        [1, 1, 200, 'two'],
        [0, 1, 200, 'two'],
      ],
    ],
    [
      'a dead key, nobody else: asked each time, since it is only a guess',
      deadKey,
      1,
      [
        [1, 0, 401, 'one'],
        [1, 0, 401, 'one'],
      ],
    ],
    ['a bad request', errorAnswer(400, 'invalid_request_error', 'bad'), 2, [[1, 0, 400, 'one']]],
  ])('%s', async (_, script, count, requests) => {
    world.one.play(script);
    await world.start((['one', 'two'] as const).slice(0, count).map((id) => world.provider(id)));
    for (const [atOne, atTwo, status, by] of requests) {
      expect(await world.seen()).toMatchObject({ asked: [atOne, atTwo], status, provider: by });
    }
  });

  test('a cut in the content ends with an error event', async () => {
    world.one.play(cutInContent);
    await world.start([world.provider('one'), world.provider('two')]);
    const { text } = await world.seen();
    expect(text).toContain('event: error');
    expect(text).not.toContain('message_stop');
  });
});

describe('a pause that was asked for', () => {
  test('is told to the client, and over when it is over', async () => {
    world.one.play(limited);
    await world.start([world.provider('one')]);
    expect(await world.seen()).toMatchObject({ asked: [1, 0], status: 429, retryAfter: '30' });
    world.aheadMs += 10_000;
    const held = await world.seen();
    expect(held).toMatchObject({ asked: [0, 0], status: 429 });
    expect(Number(held.retryAfter)).toBeGreaterThan(15);
    expect(Number(held.retryAfter)).toBeLessThanOrEqual(20);
    expect(held.text).toContain('rate_limit_error');
    world.one.play(good);
    world.aheadMs += 20_001;
    expect(await world.seen()).toMatchObject({ asked: [1, 0], status: 200 });
  });

  test('holds for the model and not for others of the key', async () => {
    world.one.play(limited);
    await world.start([world.provider('one')], {
      strategy: 'failover',
      targets: [
        { provider: 'one', model: 'big' },
        { provider: 'one', model: 'small' },
      ],
    });
    await world.seen();
    expect(
      world.one.requests
        .slice(-2)
        .map(({ body }) => (JSON.parse(body.toString()) as { model: string }).model),
    ).toEqual(['big', 'small']);
  });
});

test('half-open: one request probes, the others go on elsewhere, and a good probe closes the circuit', async () => {
  world.one.play(broken);
  await world.start([world.provider('one'), world.provider('two')]);
  for (let count = 0; count < 3; count += 1) await world.seen();
  expect(world.under.gateway.health().targets).toMatchObject([
    { provider: 'one', model: 'model-of-one', circuit: 'open', obstacle: 'circuit-open' },
    { provider: 'two' },
  ]);
  expect(await world.seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
  expect(world.lastNotes()[0]).toMatch(
    /^one\/model-of-one was passed over: it failed several times in a row/,
  );

  world.aheadMs += 33_001;
  let answerProbe: (() => void) | undefined;
  world.one.play((response, request, index) => {
    answerProbe = () => good(response, request, index);
  });
  const before = world.one.requests.length;
  const probe = world.send();
  await world.one.arrived(before + 1);
  expect(await world.seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
  answerProbe?.();
  expect((await probe).headers['x-switchyard-provider']).toBe('one');
  world.one.play(good);
  expect(await world.seen()).toMatchObject({ asked: [1, 0], provider: 'one' });
  expect(world.under.gateway.health().targets[0]).toMatchObject({
    circuit: 'closed',
    obstacle: null,
  });
});

describe('key pools', () => {
  const pair = { keys: [mainKey, spareKey] };
  const usedKeys = (count: number): readonly unknown[] =>
    world.one.requests.slice(-count).map(({ headers }) => headers.authorization);
  const bearer = (id: string): string => `Bearer ${SECRETS[`one/${id}`]!}`;
  const byKey =
    (refused: string, script: Script): Script =>
    (response, request, index) =>
      (request.headers.authorization === refused ? script : good)(response, request, index);

  test('a refused key is set aside, shown, and used again after a reset', async () => {
    world.one.play(byKey(bearer('main'), deadKey));
    await world.start([world.provider('one', pair)]);
    expect(await world.seen()).toMatchObject({ asked: [2, 0], status: 200 });
    expect(usedKeys(2)).toEqual([bearer('main'), bearer('spare')]);
    expect(await world.seen()).toMatchObject({ asked: [1, 0], status: 200 });
    expect(world.under.gateway.health().keys).toContainEqual(
      expect.objectContaining({ keyId: 'main', obstacle: 'key-refused' }),
    );
    expect(JSON.stringify(world.under.gateway.health())).not.toContain(SECRETS['one/main']);
    world.under.gateway.resetHealth('one');
    expect(await world.seen()).toMatchObject({ asked: [2, 0], status: 200 });
  });

  test('a refused key with a new secret is tried at once', async () => {
    let secret = 'old-secret-4714';
    world.one.play(byKey('Bearer old-secret-4714', deadKey));
    await world.start([world.provider('one'), world.provider('two')], undefined, {
      revealKey: () => Promise.resolve(secret),
    });
    expect(await world.seen()).toMatchObject({ asked: [1, 1], provider: 'two' });
    expect(await world.seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
    secret = 'new-secret-4715';
    expect(await world.seen()).toMatchObject({ asked: [1, 0], provider: 'one' });
  });

  test('all keys exhausted: each is asked once, then none until the first is free', async () => {
    world.one.play(limited);
    await world.start([world.provider('one', pair)]);
    expect(await world.seen()).toMatchObject({ asked: [2, 0], status: 429 });
    expect(await world.seen()).toMatchObject({ asked: [0, 0], status: 429, retryAfter: '30' });
    world.one.play(good);
    world.aheadMs += 30_001;
    expect(await world.seen()).toMatchObject({ asked: [1, 0], status: 200 });
  });

  test('a key takes no more requests than the user allows; then the next target', async () => {
    const once = [mainKey, spareKey].map((key) => ({ ...key, requestsPerMinute: 1 }));
    await world.start([world.provider('one', { keys: once }), world.provider('two')]);
    expect(await world.seen()).toMatchObject({ asked: [1, 0] });
    expect(await world.seen()).toMatchObject({ asked: [1, 0] });
    expect(usedKeys(2)).toEqual([bearer('main'), bearer('spare')]);
    expect(await world.seen()).toMatchObject({ asked: [0, 1], status: 200 });
    world.aheadMs += 61_001;
    expect(await world.seen()).toMatchObject({ asked: [1, 0] });
  });

  test('tokens are charged as they were used', async () => {
    // The upstream reports 25 + 100 + 12 tokens.
    const key = { ...mainKey, tokensPerMinute: 150 };
    await world.start([world.provider('one', { keys: [key] })]);
    expect(await world.seen()).toMatchObject({ asked: [1, 0], status: 200 });
    expect(world.under.gateway.health().keys).toMatchObject([
      { keyId: 'main', requestsLastMinute: 1, tokensLastMinute: 137, inFlight: 0 },
    ]);
    const long = { messages: [{ role: 'user', content: 'word '.repeat(40) }] };
    expect(await world.seen(long)).toMatchObject({ asked: [0, 0], status: 429 });
  });

  test('a key that its vendor calls empty is passed over', async () => {
    world.one.play((response, request, index) => {
      response.setHeader('x-ratelimit-remaining-requests', '0');
      response.setHeader('x-ratelimit-reset-requests', '20s');
      return good(response, request, index);
    });
    await world.start([world.provider('one', { keys: [mainKey, { ...spareKey, priority: 5 }] })]);
    await world.seen();
    await world.seen();
    expect(usedKeys(2)).toEqual([bearer('main'), bearer('spare')]);
  });
});

describe('the context guard', () => {
  const sized = (id: 'one' | 'two', contextTokens: number): Provider =>
    world.provider(id, { models: [{ id: `model-of-${id}`, contextTokens }] });
  const long = { messages: [{ role: 'user', content: 'word '.repeat(9000) }] };

  test('a model that is too small is skipped with its reason', async () => {
    await world.start([sized('one', 4000), sized('two', 100_000)]);
    expect(await world.seen(long)).toMatchObject({ asked: [0, 1], status: 200, provider: 'two' });
    expect(world.lastNotes()).toEqual([
      'one/model-of-one was passed over: the prompt is too long for it',
    ]);
    expect(await world.seen()).toMatchObject({ asked: [1, 0], provider: 'one' });
  });

  test('when none fits the client is told in the words that it knows', async () => {
    await world.start([sized('one', 4000), sized('two', 5000)]);
    const answer = await world.seen(long);
    expect(answer).toMatchObject({ asked: [0, 0], status: 400 });
    const { error } = JSON.parse(answer.text) as { error: { type: string; message: string } };
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).toMatch(/^prompt is too long: \d+ tokens > 5000 maximum$/);
  });
});
