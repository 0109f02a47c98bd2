// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { TargetHealth } from '../../../shared/domain/gateway-health.ts';
import { App } from '../../app.tsx';
import { createFakeApi, type FakeApi } from '../../bridge.fake.ts';
import type { FakeWorld } from '../../fake/world.ts';
import { fakeHealth } from '../../fake/health.ts';
import { targetWords } from './health-words.ts';
import { withLimits, wrongLimits } from './key-limits.ts';

afterEach(cleanup);

async function openMiniMax(world: Partial<FakeWorld> = {}): Promise<FakeApi> {
  const api = createFakeApi(world);
  render(<App api={api} />);
  await screen.findByRole('switch', { name: /routing/i });
  fireEvent.keyDown(window, { key: '4', ctrlKey: true });
  fireEvent.click(await screen.findByRole('button', { name: /MiniMax/ }));
  await screen.findByRole('heading', { level: 1, name: 'MiniMax' });
  return api;
}
const called = (api: FakeApi, method: string): readonly unknown[] =>
  api.world.calls.filter((call) => call.method === method).map((call) => call.input);

describe('a provider’s health', () => {
  test('a key at a limit says until when, and one button tries it again', async () => {
    const api = await openMiniMax();
    const note = screen.getByText(/^team reached a limit of the vendor for MiniMax-M2\.7/);
    expect(note.textContent).toMatch(/free at \d\d:\d\d:\d\d\./);
    const keys = screen.getByRole('table', { name: 'Keys' });
    expect(within(keys).getByText('in use')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try again: team' }));
    await waitFor(() => expect(screen.queryByText(/team reached a limit/)).toBeNull());
    expect(called(api, 'health.reset')).toEqual([{ providerId: 'minimax', keyId: 'team' }]);
  });

  test('a dead key names its cause and the remedy; the whole provider can be reset', async () => {
    const now = Date.now();
    const health = fakeHealth(now);
    const dead = { obstacle: 'key-refused', refusal: 'no-credit', blockedUntil: now } as const;
    const api = await openMiniMax({
      now,
      health: { ...health, keys: [{ ...health.keys[0]!, ...dead }] },
    });
    expect(screen.getByText(/main has no credit left\. Top up the account/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Forget and try again' }));
    await screen.findByText('No request went to it yet.');
    expect(called(api, 'health.reset')).toEqual([{ providerId: 'minimax', keyId: null }]);
  });

  test('priority and limits of one key are edited; nonsense is not saved', async () => {
    const api = await openMiniMax();
    fireEvent.click(screen.getByRole('button', { name: 'Actions for key main' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Priority and limits' }));
    const requests = await screen.findByRole('textbox', { name: 'Requests per minute' });
    fireEvent.change(requests, { target: { value: 'many' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/Use a whole number above zero/)).toBeTruthy();
    expect(called(api, 'providers.save')).toEqual([]);
    fireEvent.change(requests, { target: { value: '60' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByRole('meter', { name: 'Requests / min' });
    const [saved] = called(api, 'providers.save') as [{ provider: { keys: unknown[] } }];
    expect(saved.provider.keys[0]).toEqual({
      id: 'main',
      keychain: true,
      priority: 1,
      requestsPerMinute: 60,
    });
  });
});

const target: TargetHealth = {
  provider: 'one',
  model: 'm',
  circuit: 'closed',
  recentFailures: 0,
  lastFailure: null,
  inFlight: 0,
  firstTokenMs: null,
  obstacle: null,
  blockedUntil: null,
};
test.each<[Partial<TargetHealth>, string]>([
  [{}, 'closed'],
  [{ recentFailures: 2, lastFailure: 'truncated' }, 'failing'],
  [{ circuit: 'open', obstacle: 'circuit-open', recentFailures: 5 }, 'open'],
  [{ circuit: 'half-open', recentFailures: 5 }, 'halfOpen'],
  [{ obstacle: 'rate-limited', blockedUntil: 1 }, 'paused'],
  [{ obstacle: 'overloaded', blockedUntil: 1 }, 'overloaded'],
])('a target that is %j reads "%s"', (change, word) => {
  expect(targetWords({ ...target, ...change }).word).toBe(word);
});

test('a limit is a whole number above zero or nothing, a priority may be zero', () => {
  const limits = { priority: '0', requestsPerMinute: '', tokensPerMinute: ' 5 ' };
  expect([...wrongLimits(limits)]).toEqual([]);
  const wrong = { priority: '-1', requestsPerMinute: '0', tokensPerMinute: '1.5' };
  expect([...wrongLimits(wrong)]).toEqual(['priority', 'requestsPerMinute', 'tokensPerMinute']);
  const provider = {
    id: 'one',
    keys: [{ id: 'a', tokensPerMinute: 9, requestsPerMinute: 9 }, { id: 'b' }],
  };
  expect(withLimits(provider, 'a', limits).keys).toEqual([
    { id: 'a', priority: 0, tokensPerMinute: 5 },
    { id: 'b' },
  ]);
});
