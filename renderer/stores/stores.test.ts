import { describe, expect, test } from 'vitest';
import { createFakeApi } from '../bridge.fake.ts';
import { connectPreferences, createPreferencesStore } from './preferences.ts';
import { applyTestResult, applyView, applyViews, createProvidersStore } from './providers.ts';
import { connectStatus, createStatusStore } from './status.ts';

const refused = { code: 'failed', message: 'port 3456 is taken' } as const;

describe('status', () => {
  test('a wish is pending until main answers, then its answer stands', async () => {
    const api = createFakeApi();
    const store = createStatusStore(api);
    connectStatus(store, api);
    const change = store.getState().setRouting(false);
    expect(store.getState().pendingRouting).toBe(false);
    await change;
    expect(store.getState()).toMatchObject({
      pendingRouting: null,
      refusal: null,
      status: { routing: 'off' },
    });
  });

  test('a refusal brings the old state back, with the reason', async () => {
    const api = createFakeApi();
    api.world.failures.set('app.setRouting', refused);
    const store = createStatusStore(api);
    store.setState({ status: api.world.status });
    await store.getState().setRouting(false);
    expect(store.getState()).toMatchObject({
      pendingRouting: null,
      refusal: 'port 3456 is taken',
      status: { routing: 'on' },
    });
  });

  test('a call that breaks on its way is a refusal too', async () => {
    const api = createFakeApi();
    const broken = {
      ...api,
      app: { ...api.app, setRouting: () => Promise.reject(new Error('main is gone')) },
    };
    const store = createStatusStore(broken);
    await store.getState().setRouting(true);
    expect(store.getState().refusal).toBe('main is gone');
  });

  test('pushes arrive until the subscription ends', () => {
    const api = createFakeApi();
    const store = createStatusStore(api);
    const stop = connectStatus(store, api);
    api.push.status({ ...api.world.status, routing: 'degraded' });
    expect(store.getState().status?.routing).toBe('degraded');
    stop();
    api.push.status({ ...api.world.status, routing: 'error' });
    expect(store.getState().status?.routing).toBe('degraded');
  });
});

describe('preferences', () => {
  test('a change shows at once and goes back when main refuses it', async () => {
    const api = createFakeApi();
    const store = createPreferencesStore(api);
    connectPreferences(store, api);
    await Promise.resolve();
    api.world.failures.set('preferences.set', refused);
    const change = store.getState().change({ theme: 'dark' });
    expect(store.getState().preferences.theme).toBe('dark');
    await change;
    expect(store.getState()).toMatchObject({
      refusal: 'port 3456 is taken',
      preferences: { theme: 'system' },
    });
  });
});

describe('providers', () => {
  const api = createFakeApi();
  const views = api.world.providers;
  const first = views[0]!;
  const empty = { views: [], loaded: false, error: null, testing: new Set<string>() };

  test('a changed provider keeps its place, a new one goes last', () => {
    const state = { ...empty, ...applyViews(empty, views) };
    const renamed = { ...first, requestsToday: 99 };
    expect(applyView(state, renamed).views?.[0]).toBe(renamed);
    const added = { ...first, id: 'anthropic-2' };
    expect(applyView(state, added).views?.at(-1)).toBe(added);
  });

  test('a test result lands on its provider and ends the waiting', () => {
    const state = { ...empty, views, testing: new Set(['zai', 'minimax']) };
    const result = { ...first.lastTest!, verdict: 'no-credit' as const };
    const next = applyTestResult(state, 'zai', result);
    expect([...(next.testing ?? [])]).toEqual(['minimax']);
    expect(next.views?.find(({ id }) => id === 'zai')?.lastTest?.verdict).toBe('no-credit');
  });

  test('a refused removal keeps the provider', async () => {
    const store = createProvidersStore(api);
    store.setState({ views });
    api.world.failures.set('providers.remove', { code: 'conflict', message: 'Long context' });
    const error = await store.getState().remove('deepseek');
    expect(error?.message).toBe('Long context');
    expect(store.getState().views).toHaveLength(views.length);
  });
});
