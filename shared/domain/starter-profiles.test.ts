import { expect, test } from 'vitest';
import { resolveDraft } from '../catalog/resolve-draft.ts';
import { configurationSchema } from './configuration.ts';
import type { ProviderView } from './provider-view.ts';
import type { Provider } from './provider.ts';
import { unreachableRules } from './rule-reach.ts';
import { starterKinds, starterProfiles, type StarterWords } from './starter-profiles.ts';

const words = Object.fromEntries(
  [...starterKinds, 'background', 'subagents', 'long', 'rest', 'everything'].map((key) => [
    key,
    key,
  ]),
) as StarterWords;
const view = (
  draft: Provider,
  more: { readonly key?: boolean; readonly verdict?: 'works' | 'key-rejected' } = {},
): ProviderView => ({
  id: draft.id,
  draft,
  resolved: resolveDraft(draft),
  keys: (draft.keys ?? []).map(({ id }) => ({
    providerId: draft.id,
    keyId: id,
    present: more.key ?? true,
    last4: null,
    addedAt: null,
    source: 'keychain',
  })),
  requestsToday: 0,
  lastTest:
    more.verdict === undefined
      ? null
      : {
          verdict: more.verdict,
          model: '',
          at: 0,
          durationMs: 0,
          costNanoUsd: null,
          detail: '',
        },
  usedByRules: [],
});
const keys = [{ id: 'main', keychain: true as const }];
const zai: Provider = { id: 'zai', preset: 'zai', keys };
const ollama: Provider = { id: 'ollama', preset: 'ollama', models: [{ id: 'qwen3:8b' }] };
const practice: Provider = { id: 'practice', preset: 'practice' };
const answering = {
  preset: 'ollama',
  name: 'Ollama',
  baseUrl: 'http://localhost:11434/v1',
  wire: 'openai-chat' as const,
  models: [],
};

function made(views: readonly ProviderView[], isAnswering = false) {
  const starters = starterProfiles(views, isAnswering ? [answering] : [], words);
  return Object.fromEntries(starters.map(({ kind, profile }) => [kind, profile]));
}

test('with practice alone there is nothing but native', () => {
  expect(made([view(practice)])).toEqual({
    native: { id: 'native', name: 'native', lock: null, rules: [] },
    hybrid: null,
    'local-only': null,
  });
});

test.each([
  ['its key is missing', [view(zai, { key: false })]],
  ['its key was refused', [view(zai, { verdict: 'key-rejected' })]],
  ['the local server does not answer', [view(ollama)]],
])('a provider is left out when %s', (_, views) => {
  expect(made(views)).toMatchObject({ hybrid: null, 'local-only': null });
});

test('with a key and a local server each gets its work, and the whole is a valid configuration', () => {
  const { hybrid, 'local-only': local, native } = made([view(zai), view(ollama)], true);
  expect(
    hybrid?.rules.map(({ id, then }) => [id, 'targets' in then ? then.targets : then]),
  ).toEqual([
    [
      'background',
      [
        { provider: 'ollama', model: 'qwen3:8b' },
        { provider: 'zai', model: view(zai).resolved.models[0]?.id },
      ],
    ],
    ['long', [expect.objectContaining({ provider: 'zai' })]],
    ['subagents', [{ provider: 'zai', model: view(zai).resolved.models[0]?.id }]],
    ['rest', { native: true }],
  ]);
  expect(local).toMatchObject({
    lock: 'local-only',
    rules: [{ then: { targets: [{ provider: 'ollama', model: 'qwen3:8b' }] } }],
  });
  const configuration = configurationSchema.parse({
    version: 1,
    activeProfile: 'hybrid',
    providers: [zai, ollama],
    profiles: [native, hybrid, local],
  });
  for (const profile of configuration.profiles) expect(unreachableRules(profile)).toEqual([]);
});
