import { describe, expect, test } from 'vitest';
import { errorAnswer } from '../../../e2e/upstream/dialects.ts';
import type { Script } from '../../../e2e/upstream/scripted-upstream.ts';
import type { Strategy } from '../../../shared/domain/rule.ts';
import { configurationFor, NOBODY } from '../testing.ts';
import { good, useTwoUpstreams, type Then } from './testing/two-upstreams.ts';

const world = useTwoUpstreams();
const broken = errorAnswer(500, 'api_error', 'broken');

describe('conversations', () => {
  const roundRobin: Then = {
    strategy: 'round-robin',
    targets: [
      { provider: 'one', model: 'model-of-one' },
      { provider: 'two', model: 'model-of-two' },
    ],
  };

  test('new ones are spread, each stays, and a move is recorded with its reason', async () => {
    await world.start([world.provider('one'), world.provider('two')], roundRobin);
    const first = async (session: string): Promise<string | undefined> =>
      (await world.seen({}, session)).provider;
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
      expect(world.lastNotes()).toEqual([`the conversation stays at ${home}/model-of-${home}`]);
    }
    world.one.play(broken);
    expect(await world.seen({}, 'a')).toMatchObject({ asked: [1, 1], provider: 'two' });
    world.one.play(good);
    expect(await first('a')).toBe('two');
    expect(world.lastNotes()).toEqual([
      'the conversation moved from one/model-of-one to two/model-of-two: it failed',
      'the conversation stays at two/model-of-two',
    ]);
    expect(await first('a')).toBe('two');
    expect(world.lastNotes()).toHaveLength(1);
  });

  test('an edited rule is a reason to move', async () => {
    await world.start([world.provider('one'), world.provider('two')], roundRobin);
    await world.seen({}, 'a');
    world.under.configure(() =>
      configurationFor(NOBODY, [world.provider('one'), world.provider('two')], {
        strategy: 'round-robin',
        targets: [{ provider: 'two', model: 'model-of-two' }],
      }),
    );
    expect(await world.seen({}, 'a')).toMatchObject({ asked: [0, 1] });
    expect(world.lastNotes()).toEqual([
      'the conversation moved from one/model-of-one to two/model-of-two: the rule changed',
    ]);
  });

  test('least busy: side by side they go to different targets', async () => {
    await world.start([world.provider('one'), world.provider('two')], {
      ...roundRobin,
      strategy: 'least-busy',
    });
    let go: (() => void) | undefined;
    world.one.play((response, request, index) => {
      go = () => good(response, request, index);
    });
    const before = world.one.requests.length;
    const busy = world.send();
    await world.one.arrived(before + 1);
    expect(await world.seen()).toMatchObject({ asked: [0, 1], provider: 'two' });
    go?.();
    expect((await busy).status).toBe(200);
  });
});

/** Sends five conversations of one request each, and says who answered. */
async function five(prefix: string): Promise<readonly (string | undefined)[]> {
  const answered: (string | undefined)[] = [];
  for (let count = 0; count < 5; count += 1) {
    answered.push((await world.seen({}, `${prefix}${String(count)}`)).provider);
  }
  return answered;
}

/** It stays where it is while that answers; when that fails it moves, and the trace of the next request says why. */
async function expectSticky(session: string, home: 'one' | 'two'): Promise<void> {
  const other = home === 'one' ? 'two' : 'one';
  expect((await world.seen({}, session)).provider).toBe(home);
  expect(world.lastNotes()).toEqual([`the conversation stays at ${home}/model-of-${home}`]);
  world[home].play(broken);
  expect((await world.seen({}, session)).provider).toBe(other);
  world[home].play(good);
  expect((await world.seen({}, session)).provider).toBe(other);
  expect(world.lastNotes()).toEqual([
    `the conversation moved from ${home}/model-of-${home} to ${other}/model-of-${other}: it failed`,
    `the conversation stays at ${other}/model-of-${other}`,
  ]);
}

function both(strategy: Exclude<Strategy, 'failover'>, weights: readonly number[] = []): Then {
  const targets = (['one', 'two'] as const).map((provider, index) => ({
    provider,
    model: `model-of-${provider}`,
    ...(weights[index] === undefined ? {} : { weight: weights[index] }),
  }));
  return { strategy, targets };
}

describe('each strategy over sockets: who gets new conversations, and each of them stays', () => {
  test('weighted: four of five go to the one of weight four', async () => {
    await world.start([world.provider('one'), world.provider('two')], both('weighted', [4, 1]));
    expect(await five('w')).toEqual(['one', 'one', 'two', 'one', 'one']);
    await expectSticky('w2', 'two');
  });

  test('round robin: by turns', async () => {
    await world.start([world.provider('one'), world.provider('two')], both('round-robin'));
    expect(await five('r')).toEqual(['one', 'two', 'one', 'two', 'one']);
    await expectSticky('r1', 'two');
  });

  test('cheapest: what costs nothing more comes before what is not priced', async () => {
    const free = world.provider('two', { billing: { kind: 'free' } });
    await world.start([world.provider('one'), free], both('cheapest'));
    expect(await five('c')).toEqual(['two', 'two', 'two', 'two', 'two']);
    await expectSticky('c0', 'two');
  });

  test('fastest: each is measured once, then the one whose first token came sooner', async () => {
    // Time passes only here: the gateway's clock goes ahead before each first token.
    const after = (ms: number): Script => {
      return (response, request, index) => {
        world.aheadMs += ms;
        return good(response, request, index);
      };
    };
    world.one.play(after(5_000));
    world.two.play(after(50));
    await world.start([world.provider('one'), world.provider('two')], both('fastest'));
    expect(await five('f')).toEqual(['one', 'two', 'two', 'two', 'two']);
    // A conversation that began at the slow one stays there for its cache's sake.
    await expectSticky('f0', 'one');
  });
});
