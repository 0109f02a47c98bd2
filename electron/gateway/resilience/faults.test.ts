import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { anthropicAnswer, anthropicFrames, errorAnswer } from '../../../e2e/upstream/dialects.ts';
import {
  startScriptedUpstream,
  type Script,
  type ScriptedUpstream,
} from '../../../e2e/upstream/scripted-upstream.ts';
import type { Provider } from '../../../shared/domain/provider.ts';
import type { Profile } from '../../../shared/domain/rule.ts';
import { systemClock, type Clock } from '../../base/clock.ts';
import type { GatewayDependencies } from '../gateway.ts';
import type { GatewayLimits } from '../limits.ts';
import {
  ask,
  configurationFor,
  messagesBody,
  SECRETS,
  startTestGateway,
  TOKEN,
  type GatewayUnderTest,
  type RawAnswer,
} from '../testing.ts';

let one: ScriptedUpstream;
let two: ScriptedUpstream;
let under: GatewayUnderTest;
let aheadMs = 0;

/** Runs like the real one and can be put forward. */
const clock: Clock = {
  now: () => systemClock.now() + aheadMs,
  monotonic: () => systemClock.monotonic() + aheadMs,
};
const limits: Partial<GatewayLimits> = {
  breakerFailures: 3,
  breakerOpenMs: 30_000,
  retryBackoffMs: 20,
  retryWaitMs: 500,
};

const good = anthropicAnswer([{ type: 'text', text: 'fine' }]);
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

beforeAll(async () => {
  one = await startScriptedUpstream(good);
  two = await startScriptedUpstream(good);
});
afterAll(async () => {
  await one.close();
  await two.close();
});
afterEach(async () => {
  await under.gateway.stop(0);
  one.play(good);
  two.play(good);
  aheadMs = 0;
});

const mainKey = { id: 'main', keychain: true };
const spareKey = { id: 'spare', keychain: true };

function provider(id: 'one' | 'two', extra: Partial<Provider> = {}): Provider {
  return {
    id,
    name: id.toUpperCase(),
    wire: 'anthropic-messages',
    baseUrl: id === 'one' ? one.url : two.url,
    auth: 'bearer',
    keys: [mainKey],
    timeouts: { firstByteMs: 80, idleMs: 80 },
    ...extra,
  };
}

type Then = Profile['rules'][number]['then'];

async function start(
  providers: readonly Provider[],
  then?: Then,
  replaced: Partial<Pick<GatewayDependencies, 'revealKey'>> = {},
): Promise<void> {
  const configuration = configurationFor('http://127.0.0.1:9', providers, then);
  under = await startTestGateway(
    configuration,
    { limits, random: () => 0 },
    { clock, ...replaced },
  );
}

function send(extra: object = {}, session?: string): Promise<RawAnswer> {
  const headers = {
    'x-switchyard-token': TOKEN,
    ...(session === undefined ? {} : { 'x-claude-code-session-id': session }),
  };
  return ask(`${under.url}/v1/messages`, { headers, body: messagesBody(extra) });
}

interface Seen {
  readonly asked: readonly [one: number, two: number];
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly provider: string | undefined;
  readonly text: string;
}

/** One request, and how often it came to each upstream. */
async function seen(extra: object = {}, session?: string): Promise<Seen> {
  const before = [one.requests.length, two.requests.length] as const;
  const answer = await send(extra, session);
  return {
    asked: [one.requests.length - before[0], two.requests.length - before[1]],
    status: answer.status,
    retryAfter: answer.headers['retry-after'],
    provider: answer.headers['x-switchyard-provider'] as string | undefined,
    text: answer.body.toString(),
  };
}

function lastNotes(): readonly string[] {
  const { trace } = under.watched.routed.at(-1)!.plan;
  return trace.filter(({ rule }) => rule !== 'all').map(({ because }) => because);
}

describe('fault x attempts at each upstream x what the client saw', () => {
  const chain = [provider, provider] as const;
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
    one.play(script);
    await start((['one', 'two'] as const).slice(0, count).map((id, index) => chain[index]!(id)));
    for (const [atOne, atTwo, status, by] of requests) {
      expect(await seen()).toMatchObject({ asked: [atOne, atTwo], status, provider: by });
    }
  });

  test('a cut in the content ends with an error event', async () => {
    one.play(cutInContent);
    await start([provider('one'), provider('two')]);
    const { text } = await seen();
    expect(text).toContain('event: error');
    expect(text).not.toContain('message_stop');
  });
});

describe('a pause that was asked for', () => {
  test('is told to the client, and over when it is over', async () => {
    one.play(limited);
    await start([provider('one')]);
    expect(await seen()).toMatchObject({ asked: [1, 0], status: 429, retryAfter: '30' });
    aheadMs += 10_000;
    const held = await seen();
    expect(held).toMatchObject({ asked: [0, 0], status: 429 });
    expect(Number(held.retryAfter)).toBeGreaterThan(15);
    expect(Number(held.retryAfter)).toBeLessThanOrEqual(20);
    expect(held.text).toContain('rate_limit_error');
    one.play(good);
    aheadMs += 20_001;
    expect(await seen()).toMatchObject({ asked: [1, 0], status: 200 });
  });

  test('holds for the model and not for others of the key', async () => {
    one.play(limited);
    await start([provider('one')], {
      strategy: 'failover',
      targets: [
        { provider: 'one', model: 'big' },
        { provider: 'one', model: 'small' },
      ],
    });
    await seen();
    expect(
      one.requests
        .slice(-2)
        .map(({ body }) => (JSON.parse(body.toString()) as { model: string }).model),
    ).toEqual(['big', 'small']);
  });
});

test('half-open: one request probes, the others go on elsewhere, and a good probe closes the circuit', async () => {
  one.play(broken);
  await start([provider('one'), provider('two')]);
  for (let count = 0; count < 3; count += 1) await seen();
  expect(under.gateway.health().targets).toMatchObject([
    { provider: 'one', model: 'model-of-one', circuit: 'open', obstacle: 'circuit-open' },
    { provider: 'two' },
  ]);
  expect(await seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
  expect(lastNotes()[0]).toMatch(
    /^one\/model-of-one was passed over: it failed several times in a row/,
  );

  aheadMs += 33_001;
  let answerProbe: (() => void) | undefined;
  one.play((response, request, index) => {
    answerProbe = () => good(response, request, index);
  });
  const before = one.requests.length;
  const probe = send();
  await one.arrived(before + 1);
  expect(await seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
  answerProbe?.();
  expect((await probe).headers['x-switchyard-provider']).toBe('one');
  one.play(good);
  expect(await seen()).toMatchObject({ asked: [1, 0], provider: 'one' });
  expect(under.gateway.health().targets[0]).toMatchObject({ circuit: 'closed', obstacle: null });
});

describe('key pools', () => {
  const pair = { keys: [mainKey, spareKey] };
  const usedKeys = (count: number): readonly unknown[] =>
    one.requests.slice(-count).map(({ headers }) => headers.authorization);
  const bearer = (id: string): string => `Bearer ${SECRETS[`one/${id}`]!}`;
  const byKey =
    (refused: string, script: Script): Script =>
    (response, request, index) =>
      (request.headers.authorization === refused ? script : good)(response, request, index);

  test('a refused key is set aside, shown, and used again after a reset', async () => {
    one.play(byKey(bearer('main'), deadKey));
    await start([provider('one', pair)]);
    expect(await seen()).toMatchObject({ asked: [2, 0], status: 200 });
    expect(usedKeys(2)).toEqual([bearer('main'), bearer('spare')]);
    expect(await seen()).toMatchObject({ asked: [1, 0], status: 200 });
    expect(under.gateway.health().keys).toContainEqual(
      expect.objectContaining({ keyId: 'main', obstacle: 'key-refused' }),
    );
    expect(JSON.stringify(under.gateway.health())).not.toContain(SECRETS['one/main']);
    under.gateway.resetHealth('one');
    expect(await seen()).toMatchObject({ asked: [2, 0], status: 200 });
  });

  test('a refused key with a new secret is tried at once', async () => {
    let secret = 'old-secret-4714';
    one.play(byKey('Bearer old-secret-4714', deadKey));
    await start([provider('one'), provider('two')], undefined, {
      revealKey: () => Promise.resolve(secret),
    });
    expect(await seen()).toMatchObject({ asked: [1, 1], provider: 'two' });
    expect(await seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
    secret = 'new-secret-4715';
    expect(await seen()).toMatchObject({ asked: [1, 0], provider: 'one' });
  });

  test('all keys exhausted: each is asked once, then none until the first is free', async () => {
    one.play(limited);
    await start([provider('one', pair)]);
    expect(await seen()).toMatchObject({ asked: [2, 0], status: 429 });
    expect(await seen()).toMatchObject({ asked: [0, 0], status: 429, retryAfter: '30' });
    one.play(good);
    aheadMs += 30_001;
    expect(await seen()).toMatchObject({ asked: [1, 0], status: 200 });
  });

  test('a key takes no more requests than the user allows; then the next target', async () => {
    const once = [mainKey, spareKey].map((key) => ({ ...key, requestsPerMinute: 1 }));
    await start([provider('one', { keys: once }), provider('two')]);
    expect(await seen()).toMatchObject({ asked: [1, 0] });
    expect(await seen()).toMatchObject({ asked: [1, 0] });
    expect(usedKeys(2)).toEqual([bearer('main'), bearer('spare')]);
    expect(await seen()).toMatchObject({ asked: [0, 1], status: 200 });
    aheadMs += 61_001;
    expect(await seen()).toMatchObject({ asked: [1, 0] });
  });

  test('tokens are charged as they were used', async () => {
    // The upstream reports 25 + 100 + 12 tokens.
    const key = { ...mainKey, tokensPerMinute: 150 };
    await start([provider('one', { keys: [key] })]);
    expect(await seen()).toMatchObject({ asked: [1, 0], status: 200 });
    expect(under.gateway.health().keys).toMatchObject([
      { keyId: 'main', requestsLastMinute: 1, tokensLastMinute: 137, inFlight: 0 },
    ]);
    const long = { messages: [{ role: 'user', content: 'word '.repeat(40) }] };
    expect(await seen(long)).toMatchObject({ asked: [0, 0], status: 429 });
  });

  test('a key that its vendor calls empty is passed over', async () => {
    one.play((response, request, index) => {
      response.setHeader('x-ratelimit-remaining-requests', '0');
      response.setHeader('x-ratelimit-reset-requests', '20s');
      return good(response, request, index);
    });
    await start([provider('one', { keys: [mainKey, { ...spareKey, priority: 5 }] })]);
    await seen();
    await seen();
    expect(usedKeys(2)).toEqual([bearer('main'), bearer('spare')]);
  });
});

describe('the context guard', () => {
  const sized = (id: 'one' | 'two', contextTokens: number): Provider =>
    provider(id, { models: [{ id: `model-of-${id}`, contextTokens }] });
  const long = { messages: [{ role: 'user', content: 'word '.repeat(9000) }] };

  test('a model that is too small is skipped with its reason', async () => {
    await start([sized('one', 4000), sized('two', 100_000)]);
    expect(await seen(long)).toMatchObject({ asked: [0, 1], status: 200, provider: 'two' });
    expect(lastNotes()).toEqual([
      'one/model-of-one was passed over: the prompt is too long for it',
    ]);
    expect(await seen()).toMatchObject({ asked: [1, 0], provider: 'one' });
  });

  test('when none fits the client is told in the words that it knows', async () => {
    await start([sized('one', 4000), sized('two', 5000)]);
    const answer = await seen(long);
    expect(answer).toMatchObject({ asked: [0, 0], status: 400 });
    const { error } = JSON.parse(answer.text) as { error: { type: string; message: string } };
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).toMatch(/^prompt is too long: \d+ tokens > 5000 maximum$/);
  });
});

describe('conversations', () => {
  const roundRobin: Then = {
    strategy: 'round-robin',
    targets: [
      { provider: 'one', model: 'model-of-one' },
      { provider: 'two', model: 'model-of-two' },
    ],
  };

  test('new ones are spread, each stays, and a move is recorded with its reason', async () => {
    await start([provider('one'), provider('two')], roundRobin);
    const first = async (session: string): Promise<string | undefined> =>
      (await seen({}, session)).provider;
    expect(await first('a')).toBe('one');
    expect(await first('b')).toBe('two');
    expect(await first('c')).toBe('one');
    for (const [session, home] of [
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'one'],
      ['b', 'two'],
    ] as const) {
      expect(await first(session)).toBe(home);
      expect(lastNotes()).toEqual([`the conversation stays at ${home}/model-of-${home}`]);
    }
    one.play(broken);
    expect(await seen({}, 'a')).toMatchObject({ asked: [1, 1], provider: 'two' });
    one.play(good);
    expect(await first('a')).toBe('two');
    expect(lastNotes()).toEqual([
      'the conversation moved from one/model-of-one to two/model-of-two: it failed',
      'the conversation stays at two/model-of-two',
    ]);
    expect(await first('a')).toBe('two');
    expect(lastNotes()).toHaveLength(1);
  });

  test('an edited rule is a reason to move', async () => {
    await start([provider('one'), provider('two')], roundRobin);
    await seen({}, 'a');
    under.configure(() =>
      configurationFor('http://127.0.0.1:9', [provider('one'), provider('two')], {
        strategy: 'round-robin',
        targets: [{ provider: 'two', model: 'model-of-two' }],
      }),
    );
    expect(await seen({}, 'a')).toMatchObject({ asked: [0, 1] });
    expect(lastNotes()).toEqual([
      'the conversation moved from one/model-of-one to two/model-of-two: the rule changed',
    ]);
  });

  test('least busy: side by side they go to different targets', async () => {
    await start([provider('one'), provider('two')], { ...roundRobin, strategy: 'least-busy' });
    let go: (() => void) | undefined;
    one.play((response, request, index) => {
      go = () => good(response, request, index);
    });
    const before = one.requests.length;
    const busy = send();
    await one.arrived(before + 1);
    expect(await seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
    go?.();
    expect((await busy).status).toBe(200);
  });
});
