import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatewayError } from '../../../shared/domain/gateway-error.ts';
import { strategies } from '../../../shared/domain/rule.ts';
import { defaultLimits } from '../limits.ts';
import { CircuitBreakers } from './circuit-breakers.ts';
import { fitContext } from './context-fit.ts';
import { Conversations } from './conversations.ts';
import { KeyPool } from './key-pool.ts';
import { MinuteWindow } from './minute-window.ts';
import { readRateLimits, readRetryAfterSeconds } from './rate-limit-headers.ts';
import { RetryBudget, retryPauseMs } from './retry.ts';
import { FirstTokenTimes, orderChain, type Candidate } from './strategies.ts';

/** A clock that moves only when told. */
function handClock(): { now: () => number; pass: (ms: number) => void } {
  let at = 1_000_000;
  return {
    now: () => at,
    pass: (ms) => {
      at += ms;
    },
  };
}

const candidate = (extra: Partial<Candidate> = {}): Candidate => ({
  weight: 1,
  inFlight: 0,
  price: null,
  firstTokenMs: null,
  ...extra,
});

describe('strategies', () => {
  const candidates = fc.array(
    fc.record({
      weight: fc.double({ min: 0.01, max: 50, noNaN: true }),
      inFlight: fc.nat(9),
      price: fc.option(fc.nat(1000)),
      firstTokenMs: fc.option(fc.nat(5000)),
    }),
    { minLength: 1, maxLength: 6 },
  );

  test('every strategy puts every target of the chain exactly once, the same each time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...strategies),
        candidates,
        fc.nat(10_000),
        (name, chain, turn) => {
          const order = orderChain(name, chain, turn);
          expect([...order].sort((a, b) => a - b)).toEqual(chain.map((_, index) => index));
          expect(orderChain(name, chain, turn)).toEqual(order);
        },
      ),
    );
  });

  test('a weighted chain gives each target exactly its share of a cycle', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        (all) => {
          const chain = all.map((weight) => candidate({ weight }));
          const total = all.reduce((sum, weight) => sum + weight, 0);
          const hits = all.map(() => 0);
          for (let turn = 0; turn < total; turn += 1)
            hits[orderChain('weighted', chain, turn)[0]!]! += 1;
          expect(hits).toEqual(all);
        },
      ),
    );
  });

  test.each([
    ['failover', [0, 1, 2]],
    ['round-robin', [1, 2, 0]],
    ['least-busy', [1, 2, 0]],
    ['cheapest', [2, 0, 1]],
    ['fastest', [1, 2, 0]],
  ] as const)('%s', (name, order) => {
    const chain = [
      candidate({ inFlight: 3, price: 20, firstTokenMs: 900 }),
      candidate({ inFlight: 0 }),
      candidate({ inFlight: 0, price: 10, firstTokenMs: 200 }),
    ];
    expect(orderChain(name, chain, 1)).toEqual(order);
  });

  test('a measured time follows new ones and is forgotten when it is old', () => {
    const clock = handClock();
    const times = new FirstTokenTimes(clock.now);
    times.add('one/m', 1000);
    times.add('one/m', 2000);
    expect(times.get('one/m')).toBeCloseTo(1300);
    clock.pass(900_001);
    expect(times.get('one/m')).toBeNull();
  });
});

describe('the circuit breaker', () => {
  const limits = {
    ...defaultLimits,
    breakerFailures: 3,
    breakerOpenMs: 1000,
    breakerMaxOpenMs: 3000,
  };
  const opened = (): { clock: ReturnType<typeof handClock>; breakers: CircuitBreakers } => {
    const clock = handClock();
    const breakers = new CircuitBreakers(limits, clock.now, () => 0.5);
    for (let count = 0; count < 3; count += 1) breakers.failed('one/m', 'upstream-failed');
    return { clock, breakers };
  };

  test('opens after failures in a row, not after failures with a success between', () => {
    const breakers = new CircuitBreakers(limits, handClock().now, () => 0.5);
    breakers.failed('one/m', 'upstream-failed');
    breakers.failed('one/m', 'upstream-failed');
    breakers.succeeded('one/m');
    breakers.failed('one/m', 'upstream-failed');
    breakers.failed('one/m', 'upstream-failed');
    expect(breakers.state('one/m')).toBe('closed');
    breakers.failed('one/m', 'upstream-failed');
    expect(breakers.state('one/m')).toBe('open');
    expect(breakers.state('one/other')).toBe('closed');
  });

  test('lets one probe through when its time is over; a failing probe doubles the time', () => {
    const { clock, breakers } = opened();
    clock.pass(1001);
    expect(breakers.state('one/m')).toBe('half-open');
    expect(breakers.obstacle('one/m')).toBeNull();
    breakers.enter('one/m');
    expect(breakers.obstacle('one/m')).not.toBeNull();
    breakers.failed('one/m', 'upstream-failed');
    clock.pass(1999);
    expect(breakers.state('one/m')).toBe('open');
    clock.pass(2);
    breakers.enter('one/m');
    breakers.succeeded('one/m');
    expect(breakers.state('one/m')).toBe('closed');
  });

  test('a probe that says nothing leaves room for the next', () => {
    const { clock, breakers } = opened();
    clock.pass(1001);
    breakers.enter('one/m');
    breakers.released('one/m');
    expect(breakers.obstacle('one/m')).toBeNull();
    expect(breakers.state('one/m')).toBe('half-open');
  });

  test('failures of long ago do not add up', () => {
    const clock = handClock();
    const breakers = new CircuitBreakers(limits, clock.now, () => 0.5);
    for (let count = 0; count < 9; count += 1) {
      breakers.failed('one/m', 'upstream-failed');
      clock.pass(limits.breakerMemoryMs + 1);
    }
    expect(breakers.state('one/m')).toBe('closed');
  });
});

describe('asking the same target again', () => {
  const limits = {
    sameTargetRetries: 2,
    retryBackoffMs: 400,
    retryWaitMs: 3000,
    retryTotalMs: 5000,
  };
  test.each([
    ['a 500', 'upstream-failed', {}, 0, 0, 300],
    ['a 500 again: twice the pause', 'upstream-failed', {}, 1, 0, 600],
    ['no retry left', 'upstream-failed', {}, 2, 0, null],
    ['a request that lasted too long', 'upstream-failed', {}, 0, 4900, null],
    ['a timeout', 'upstream-timeout', {}, 0, 0, null],
    ['a bad key', 'key-rejected', {}, 0, 0, null],
    ['429 without a word', 'upstream-rate-limited', {}, 0, 0, null],
    ['429 with a short one', 'upstream-rate-limited', { retryAfterSeconds: 2 }, 0, 0, 2300],
    ['429 with a long one', 'upstream-rate-limited', { retryAfterSeconds: 30 }, 0, 0, null],
    ['503 with a long one', 'upstream-failed', { retryAfterSeconds: 30 }, 0, 0, null],
    [
      'an error that nothing will change',
      'upstream-unreachable',
      { shouldRetry: false },
      0,
      0,
      null,
    ],
  ] as const)('%s', (_, code, extra, done, elapsed, pause) => {
    expect(retryPauseMs(gatewayError(code, 'x', extra), done, elapsed, 0.5, limits)).toBe(pause);
  });

  test('never waits longer than it may, and never less than it was told', () => {
    fc.assert(
      fc.property(
        fc.nat(4),
        fc.nat(9000),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat(9),
        (done, elapsed, random, told) => {
          const error = gatewayError('upstream-overloaded', 'x', { retryAfterSeconds: told });
          const pause = retryPauseMs(error, done, elapsed, random, limits);
          if (pause === null) return;
          expect(pause).toBeGreaterThanOrEqual(told * 1000);
          expect(elapsed + pause).toBeLessThanOrEqual(limits.retryTotalMs);
        },
      ),
    );
  });

  test('the budget runs dry and is earned back by requests', () => {
    const budget = new RetryBudget();
    const taken = Array.from({ length: 20 }, () => budget.take()).filter(Boolean);
    expect(taken).toHaveLength(10);
    for (let count = 0; count < 6; count += 1) budget.earn();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });
});

describe('keys', () => {
  const key = (id: string, extra: object = {}) => ({ id, ...extra });
  test('requests per minute bind until the first of them is a minute old', () => {
    const clock = handClock();
    const pool = new KeyPool(clock.now);
    const main = key('main', { requestsPerMinute: 2 });
    pool.begin('one', main, 10)(10);
    expect(pool.obstacle('one', main, 'm', 10)).toBeNull();
    pool.begin('one', main, 10)(10);
    expect(pool.obstacle('one', main, 'm', 10)).toMatchObject({
      why: 'budget-spent',
      isBinding: true,
    });
    clock.pass(61_001);
    expect(pool.obstacle('one', main, 'm', 10)).toBeNull();
  });

  test('tokens per minute are charged with what was used, not with the estimate', () => {
    const clock = handClock();
    const pool = new KeyPool(clock.now);
    const main = key('main', { tokensPerMinute: 1000 });
    const settle = pool.begin('one', main, 900);
    expect(pool.obstacle('one', main, 'm', 200)).not.toBeNull();
    settle(100);
    expect(pool.obstacle('one', main, 'm', 900)).toBeNull();
    expect(pool.obstacle('one', main, 'm', 901)).not.toBeNull();
    pool.begin('one', main, 10)(950);
    expect(pool.obstacle('one', main, 'm', 1)).not.toBeNull();
    clock.pass(61_001);
    expect(pool.obstacle('one', main, 'm', 5000)).toBeNull();
  });

  test('priority first, then the least used', () => {
    const pool = new KeyPool(handClock().now);
    const keys = [key('a'), key('b'), key('c', { priority: 1 })];
    pool.begin('one', keys[0]!, 1)(1);
    expect([...keys].sort((x, y) => pool.compare('one', x, y)).map(({ id }) => id)).toEqual([
      'b',
      'a',
      'c',
    ]);
  });

  test('what a vendor says is left is a hint, and only for that model', () => {
    const pool = new KeyPool(handClock().now);
    pool.learn('one', 'main', 'm', [
      { kind: 'requests', limit: null, remaining: 0, resetMs: 5000 },
    ]);
    expect(pool.obstacle('one', key('main'), 'm', 1)).toMatchObject({ isBinding: false });
    expect(pool.obstacle('one', key('main'), 'other', 1)).toBeNull();
  });

  test('the window never forgets what is less than a minute old and keeps nothing for two', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 1, max: 9 })), { maxLength: 40 }),
        (steps) => {
          const window = new MinuteWindow();
          const seen: [number, number][] = [];
          let now = 0;
          for (const [gap, amount] of steps) {
            now += gap;
            window.add(now, amount);
            seen.push([now, amount]);
            const since = (ms: number): number =>
              seen.filter(([at]) => at > now - ms).reduce((sum, [, each]) => sum + each, 0);
            expect(window.sum(now)).toBeGreaterThanOrEqual(since(60_000));
            expect(window.sum(now)).toBeLessThanOrEqual(since(61_001));
          }
          expect(new MinuteWindow().fallsTo(0, now)).toBe(now);
          expect(window.sum(window.fallsTo(3, now))).toBeLessThanOrEqual(3);
        },
      ),
    );
  });
});

describe('what vendors say of their limits', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  test.each([
    [
      ['x-ratelimit-remaining-requests', '0', 'x-ratelimit-reset-requests', '2m59.56s'],
      'requests',
      179_560,
    ],
    [['x-ratelimit-remaining-tokens', '7', 'x-ratelimit-reset-tokens', '6m0s'], 'tokens', 360_000],
    [['x-ratelimit-remaining-requests', '3', 'x-ratelimit-reset-requests', '12ms'], 'requests', 12],
    [
      ['x-ratelimit-remaining-requests-minute', '0', 'x-ratelimit-reset-requests-minute', '17.5'],
      'requests',
      17_500,
    ],
    [
      [
        'anthropic-ratelimit-tokens-remaining',
        '0',
        'anthropic-ratelimit-tokens-reset',
        '2026-01-01T00:00:30Z',
      ],
      'tokens',
      30_000,
    ],
  ] as const)('%j', (headers, kind, resetMs) => {
    expect(readRateLimits(headers, now)).toMatchObject([{ kind, resetMs }]);
  });

  test.each([
    [['retry-after', '9'], 9],
    [['retry-after-ms', '250', 'retry-after', '9'], 0.25],
    [['Retry-After', 'Thu, 01 Jan 2026 00:00:20 GMT'], 20],
    [['retry-after', '999999'], 3600],
    [['retry-after', '-5'], 0],
    [['retry-after', 'soon'], null],
    [[], null],
  ] as const)('retry-after of %j', (headers, seconds) => {
    expect(readRetryAfterSeconds(headers, now)).toBe(seconds);
  });

  test('nonsense is left out', () => {
    const headers = [
      'x-ratelimit-remaining-requests',
      'many',
      'x-ratelimit-reset-requests',
      'later',
    ];
    expect(readRateLimits(headers, now)).toEqual([]);
  });
});

describe('conversations', () => {
  test('stay, move with a reason that is told once, and end when silent', () => {
    const clock = handClock();
    const held = new Conversations(clock.now, { most: 2, idleMs: 100 });
    held.hold('a', { target: 'one/m', keyId: null });
    expect(held.takeMove('a')).toBeNull();
    held.hold('a', { target: 'two/m', keyId: null }, 'rate-limited');
    expect(held.takeMove('a')).toEqual({ from: 'one/m', why: 'rate-limited' });
    expect(held.takeMove('a')).toBeNull();
    clock.pass(101);
    expect(held.get('a')).toBeNull();
  });

  test('the longest unused is forgotten first', () => {
    const held = new Conversations(handClock().now, { most: 2, idleMs: 100 });
    for (const id of ['a', 'b', 'a', 'c']) held.hold(id, { target: 'one/m', keyId: null });
    expect(['a', 'b', 'c'].map((id) => held.get(id) !== null)).toEqual([true, false, true]);
    expect(held.size).toBe(2);
  });
});

test.each([
  [100_000, 200_000, 8_000, true],
  [192_000, 200_000, 32_000, true],
  [192_001, 200_000, 32_000, false],
  [199_000, 200_000, 1_000, true],
  [900_000, null, 32_000, true],
] as const)(
  '%d tokens into %s with %d to come: %s',
  (estimate, contextTokens, outputTokens, fits) => {
    expect(fitContext({ contextTokens, outputTokens }, estimate, 8_000).fits).toBe(fits);
  },
);
