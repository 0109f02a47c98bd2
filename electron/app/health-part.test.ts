import { afterEach, expect, test, vi } from 'vitest';
import type { GatewayHealth, KeyHealth } from '../../shared/domain/gateway-health.ts';
import { HealthPart } from './health-part.ts';

const key: KeyHealth = {
  provider: 'one',
  keyId: 'main',
  model: null,
  requestsLastMinute: 0,
  tokensLastMinute: 0,
  inFlight: 0,
  obstacle: null,
  refusal: null,
  blockedUntil: null,
  learned: [],
};
let part: HealthPart;
afterEach(() => {
  part.dispose();
  vi.useRealTimers();
});

function world() {
  vi.useFakeTimers();
  const now = { health: { targets: [], keys: [key] } as GatewayHealth };
  const told: GatewayHealth[] = [];
  const resets: string[] = [];
  part = new HealthPart({
    gateway: () => ({
      health: () => now.health,
      resetHealth: (provider) => void resets.push(`all of ${String(provider)}`),
      resetKey: (provider, keyId) => void resets.push(`${provider}/${keyId}`),
    }),
    providerWatch: { forget: (provider) => void resets.push(`watch of ${provider}`) },
    onChange: (health) => void told.push(health),
  });
  return { now, told, resets };
}

test('many attempts are one message, and the end of a pause is told without any', () => {
  const { now, told } = world();
  now.health = { targets: [], keys: [{ ...key, obstacle: 'rate-limited', blockedUntil: 9 }] };
  for (let count = 0; count < 100; count += 1) {
    part.onAttempt();
    part.onAttemptEnd();
  }
  expect(told).toHaveLength(0);
  vi.advanceTimersByTime(500);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(told).toHaveLength(1);
  now.health = { targets: [], keys: [key] };
  vi.advanceTimersByTime(2_000);
  expect(told.at(-1)).toEqual(now.health);
  // All is quiet: nothing is looked at any more.
  expect(vi.getTimerCount()).toBe(0);
});

test('a reset is told at once; that of a provider ends its being unwell too', () => {
  const { told, resets } = world();
  part.reset('one', 'main');
  part.reset('one', null);
  expect(resets).toEqual(['one/main', 'all of one', 'watch of one']);
  expect(told).toHaveLength(1);
});
