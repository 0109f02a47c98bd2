import { describe, expect, test } from 'vitest';
import { findPreset } from '../../../shared/catalog/index.ts';
import { resolveDraft } from '../../../shared/catalog/resolve-draft.ts';
import { fakeDiscovered, fakeProviders } from '../../fake/providers.ts';
import { draftFromPreset, draftFromProvider, problemsOf, providerOf, withWire } from './draft.ts';
import { isLocalAddress, portOf, sectionsOf } from './list.ts';
import { stateOf } from '../../format/provider-state.ts';

const views = fakeProviders(0);
const minimax = findPreset('minimax')!;
const none = new Set<string>();
const calm = { targets: [], keys: [] };

describe('list', () => {
  test('machines of the person’s own stand apart; the catalogue leaves out what is set up', () => {
    const sections = sectionsOf(views, fakeDiscovered, '');
    expect(sections.setUp.map(({ id }) => id)).toEqual(['anthropic', 'deepseek', 'minimax', 'zai']);
    expect(sections.local.map(({ id }) => id)).toEqual(['spark', 'ollama']);
    expect(sections.found).toHaveLength(1);
    expect(sections.catalogue.some(({ id }) => id === 'minimax')).toBe(false);
  });

  test('practice is in a group of its own', () => {
    const practice = {
      ...views[0]!,
      id: 'practice',
      draft: { id: 'practice', preset: 'practice' },
    };
    const view = { ...practice, resolved: resolveDraft(practice.draft) };
    const { setUp, local, practice: group } = sectionsOf([view], [], '');
    expect([setUp, local, group.map(({ id }) => id)]).toEqual([[], [], ['practice']]);
  });

  test('a server that is set up by its other name is not found again', () => {
    const endpoint = { ...fakeDiscovered[0]!, baseUrl: 'http://localhost:11434/v1' };
    expect(sectionsOf(views, [endpoint], '').found).toEqual([]);
  });

  test('find narrows every part', () => {
    const sections = sectionsOf(views, fakeDiscovered, 'GROQ');
    expect(sections.setUp).toEqual([]);
    expect(sections.catalogue.map(({ id }) => id)).toEqual(['groq']);
  });

  test.each([
    ['http://127.0.0.1:11434', true],
    ['http://192.168.1.40:8000/v1', true],
    ['http://172.20.0.2:8000', true],
    ['http://spark-7c1e.local:8000', true],
    ['http://[::1]:8080', true],
    ['https://api.z.ai/api/anthropic', false],
    ['https://172.64.1.1', false],
    ['https://10minutes.example', false],
    ['not an address', false],
  ])('%s is on a machine of one’s own: %s', (address, expected) => {
    expect(isLocalAddress(address)).toBe(expected);
  });

  test('a port names a local server', () => {
    expect([portOf('http://127.0.0.1:1234/v1'), portOf('http://spark.local')]).toEqual([
      ':1234',
      'spark.local',
    ]);
  });
});

describe('draft', () => {
  test('an untouched preset saves only its name, so that later corrections arrive', () => {
    const draft = draftFromPreset(minimax, null, none);
    expect(providerOf(draft, minimax, null)).toEqual({ id: 'minimax', preset: 'minimax' });
  });

  test('a second account gets an id of its own', () => {
    const draft = draftFromPreset(minimax, null, new Set(['minimax', 'minimax-2']));
    expect(draft.id).toBe('minimax-3');
  });

  test('another dialect takes the vendor’s address for it, an own address stays', () => {
    const draft = draftFromPreset(minimax, null, none);
    expect(withWire(draft, 'openai-chat', minimax).baseUrl).toBe('https://api.minimax.io/v1');
    const own = { ...draft, baseUrl: 'https://relay.example/v1' };
    expect(withWire(own, 'openai-chat', minimax).baseUrl).toBe('https://relay.example/v1');
  });

  test('another dialect takes the vendor’s way with the key for it', () => {
    const zen = findPreset('opencode-zen')!;
    const draft = withWire(draftFromPreset(zen, null, none), 'anthropic-messages', zen);
    expect(draft).toMatchObject({ baseUrl: 'https://opencode.ai/zen', auth: 'x-api-key' });
    const saved = { id: 'opencode-zen', preset: 'opencode-zen', wire: 'anthropic-messages' };
    expect(providerOf(draft, zen, null)).toEqual(saved);
    expect(draftFromProvider(resolveDraft(providerOf(draft, zen, null)))).toEqual(draft);
    expect(withWire(draft, 'openai-chat', zen).auth).toBe('bearer');
    const own = withWire({ ...draft, auth: 'none' }, 'openai-chat', zen);
    expect(own.auth).toBe('none');
  });

  test('what is saved resolves to what the form showed, keys and models kept', () => {
    const before = { ...views[2]!.draft, timeouts: { connectMs: 5 } };
    const draft = {
      ...draftFromProvider(resolveDraft(before)),
      wire: 'openai-chat' as const,
      baseUrl: 'http://127.0.0.1:9/v1',
      auth: 'x-api-key' as const,
      name: 'Mine',
    };
    const saved = providerOf(draft, minimax, before);
    expect(draftFromProvider(resolveDraft(saved))).toEqual(draft);
    expect(saved).toMatchObject({ keys: before.keys, timeouts: { connectMs: 5 } });
  });

  test.each([
    [{ id: 'Bad Id' }, { id: 'rule', baseUrl: false }],
    [{ id: 'taken' }, { id: 'taken', baseUrl: false }],
    [{ baseUrl: 'ftp://x' }, { id: null, baseUrl: true }],
    [{ baseUrl: '' }, { id: null, baseUrl: true }],
    [{}, { id: null, baseUrl: false }],
  ])('%j has problems %j', (change, expected) => {
    const draft = { ...draftFromPreset(minimax, null, none), ...change };
    expect(problemsOf(draft, new Set(['taken']))).toEqual(expected);
  });
});

test('a provider without the key it needs asks for a look before any test', () => {
  const view = { ...views[1]!, keys: [], lastTest: null };
  expect(stateOf(view, calm)).toEqual({ glyph: 'warn', word: 'verdict-key-missing' });
  expect(stateOf({ ...views[5]!, lastTest: null }, calm)).toEqual({
    glyph: 'off',
    word: 'notTested',
  });
});
