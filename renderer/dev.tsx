import { preferencesSchema } from '../shared/domain/preferences.ts';
import { createFakeApi } from './bridge.fake.ts';
import { mount } from './mount.tsx';

/**
 * The window on made-up data, in a plain browser; never part of the app. The query sets preferences
 * (`?language=ar&theme=dark`), the page (`#live`), and `world=empty|error|locked|first-run`.
 */
const query = Object.fromEntries(new URLSearchParams(location.search));
const preferences = preferencesSchema.parse({
  firstRunDone: query['world'] !== 'first-run',
  language: 'en',
  theme: 'light',
  ...query,
});
const api = createFakeApi({ preferences });
const { world } = api;
if (query['world'] === 'empty' || query['world'] === 'first-run') {
  world.rows = [];
  world.runs = [];
  world.providers = [];
  const today = { ...world.status.today, requests: 0, failed: 0, blocked: 0, streaming: 0 };
  const money = { spentNanoUsd: 0, baselineNanoUsd: 0, savedNanoUsd: 0 };
  world.status = {
    ...world.status,
    practiceOnly: true,
    lastError: null,
    today: { ...today, ...money },
  };
}
if (query['world'] === 'error') {
  world.status = {
    ...world.status,
    routing: 'error',
    address: null,
    since: null,
    reason: { code: 'port-in-use', detail: 'listen EADDRINUSE: 127.0.0.1:3456' },
  };
}
if (query['world'] === 'locked') {
  const reason = {
    code: 'keychain-locked',
    detail: 'org.freedesktop.Secret.Error.IsLocked',
  } as const;
  world.status = { ...world.status, routing: 'degraded', keychain: 'locked', reason };
}
mount(api);
// After the first render has its listeners.
if (location.hash !== '') setTimeout(() => api.push.navigate(location.hash.slice(1), null), 150);
