import { expect, test } from 'vitest';
import type { GatewayHealth, KeyHealth, TargetHealth } from './gateway-health.ts';
import { keyStanding, troublesOf } from './provider-health.ts';

const key = (keyId: string, change: Partial<KeyHealth> = {}): KeyHealth => ({
  provider: 'one',
  keyId,
  model: null,
  requestsLastMinute: 3,
  tokensLastMinute: 900,
  inFlight: 0,
  obstacle: null,
  refusal: null,
  blockedUntil: null,
  learned: [],
  ...change,
});
const target = (model: string, change: Partial<TargetHealth> = {}): TargetHealth => ({
  provider: 'one',
  model,
  circuit: 'closed',
  recentFailures: 0,
  lastFailure: null,
  inFlight: 0,
  firstTokenMs: null,
  obstacle: null,
  blockedUntil: null,
  ...change,
});
const dead = { obstacle: 'key-refused', refusal: 'no-credit', blockedUntil: 50 } as const;
const paused = { obstacle: 'rate-limited', blockedUntil: 90 } as const;

test('a key’s rows are one standing: what stands for all its models counts most', () => {
  const limit = { kind: 'requests', limit: 60, remaining: 1, resetsAt: 90 } as const;
  const keys = [key('main', { model: 'a', ...paused, learned: [limit] }), key('main', dead)];
  expect(keyStanding({ targets: [], keys }, 'one', 'main')).toEqual({
    requestsLastMinute: 3,
    tokensLastMinute: 900,
    inFlight: 0,
    ...dead,
    model: null,
    learned: [{ ...limit, model: 'a' }],
  });
  expect(keyStanding({ targets: [], keys }, 'two', 'main')).toBeNull();
});

test('troubles are told worst first, of keys that are still there', () => {
  const health: GatewayHealth = {
    targets: [
      target('well'),
      target('slow', { obstacle: 'overloaded', blockedUntil: 7 }),
      target('down', { circuit: 'half-open' }),
    ],
    keys: [key('spare', paused), key('main', dead), key('gone', dead)],
  };
  expect(troublesOf(health, 'one', ['main', 'spare'])).toEqual([
    { kind: 'key-refused', keyId: 'main', refusal: 'no-credit' },
    { kind: 'not-answering', model: 'down', until: null },
    { kind: 'key-waiting', keyId: 'spare', until: 90 },
    { kind: 'waiting', model: 'slow', until: 7 },
  ]);
  expect(troublesOf(health, 'two', ['main'])).toEqual([]);
});
