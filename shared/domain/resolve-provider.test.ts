import { describe, expect, test } from 'vitest';
import { mapModel } from './map-model.ts';
import { resolveProvider } from './resolve-provider.ts';
import type { PresetDefaults } from './resolve-provider.ts';

const vendor: PresetDefaults = {
  id: 'vendor',
  name: 'Vendor',
  wire: 'anthropic-messages',
  baseUrl: 'https://vendor.example/anthropic',
  alternatives: [{ wire: 'openai-chat', baseUrl: 'https://vendor.example/v1' }],
  auth: 'bearer',
  env: 'VENDOR_API_KEY',
  models: [{ id: 'V-1' }],
  billing: { kind: 'subscription', usdPerMonth: 20 },
  quirks: ['no-images'],
};
const bare: PresetDefaults = { ...vendor, id: 'bare', baseUrl: '', alternatives: [], env: null };
const presets = [vendor, bare];

describe('resolveProvider', () => {
  test('a preset fills every gap', () => {
    expect(resolveProvider({ id: 'mine', preset: 'vendor' }, presets)).toEqual({
      ok: true,
      value: {
        id: 'mine',
        preset: 'vendor',
        name: 'Vendor',
        wire: 'anthropic-messages',
        baseUrl: 'https://vendor.example/anthropic',
        auth: 'bearer',
        keys: [{ id: 'main', env: 'VENDOR_API_KEY' }],
        models: [{ id: 'V-1' }],
        modelMapping: {},
        headers: {},
        timeouts: {},
        billing: { kind: 'subscription', usdPerMonth: 20 },
        quirks: ['no-images'],
      },
    });
  });

  test("the user's word wins, and another wire takes the vendor's address for it", () => {
    const own = {
      id: 'mine',
      preset: 'vendor',
      wire: 'openai-chat',
      keys: [],
      name: 'My own',
    } as const;
    expect(resolveProvider({ ...own, keys: [] }, presets)).toMatchObject({
      value: {
        name: 'My own',
        wire: 'openai-chat',
        baseUrl: 'https://vendor.example/v1',
        keys: [],
      },
    });
  });

  test("another wire takes the vendor's way with the key there, unless the user says otherwise", () => {
    const there = [
      { wire: 'openai-chat', baseUrl: 'https://v.example', auth: 'x-api-key' },
    ] as const;
    const presets = [{ ...vendor, alternatives: there }];
    const own = { id: 'mine', preset: 'vendor', wire: 'openai-chat' } as const;
    expect(resolveProvider(own, presets)).toMatchObject({ value: { auth: 'x-api-key' } });
    const said = { ...own, auth: 'bearer' } as const;
    expect(resolveProvider(said, presets)).toMatchObject({ value: { auth: 'bearer' } });
    const home = { id: 'mine', preset: 'vendor' };
    expect(resolveProvider(home, presets)).toMatchObject({ value: { auth: 'bearer' } });
  });

  test('no key is looked for where none is needed', () => {
    expect(resolveProvider({ id: 'mine', preset: 'vendor', auth: 'none' }, presets)).toMatchObject({
      value: { auth: 'none', keys: [] },
    });
  });

  test('without a preset, wire and address are enough', () => {
    const own = { id: 'mine', wire: 'openai-chat', baseUrl: 'http://127.0.0.1:8000/v1' } as const;
    expect(resolveProvider(own, presets)).toMatchObject({
      value: {
        name: 'mine',
        preset: null,
        auth: 'none',
        keys: [],
        billing: { kind: 'per-token' },
        quirks: [],
      },
    });
  });

  test.each([
    [{ id: 'mine' }, 'wire', 'the provider has no wire, and no preset gives it'],
    [
      { id: 'mine', wire: 'openai-chat' },
      'baseUrl',
      'the provider has no baseUrl, and no preset gives it',
    ],
    [
      { id: 'mine', preset: 'bare' },
      'baseUrl',
      'the provider has no baseUrl, and no preset gives it',
    ],
    [{ id: 'mine', preset: 'nobody' }, 'preset', 'the catalogue has no preset "nobody"'],
    [
      { id: 'mine', preset: 'vendor', baseUrl: 'vendor.example' },
      'baseUrl',
      'this is not an address',
    ],
  ] as const)('%j has a clear problem', (provider, field, message) => {
    expect(resolveProvider(provider, presets)).toMatchObject({
      ok: false,
      error: { field, message },
    });
  });
});

test.each([
  [{ 'claude-haiku-*': 'V-1' }, 'claude-haiku-5-5', 'V-1'],
  [{ '*': 'V-1', 'claude-opus': 'V-2' }, 'claude-opus', 'V-2'],
  [{ 'CLAUDE-*': 'V-1' }, 'claude-opus', 'V-1'],
  [{ 'gpt-*': 'V-1' }, 'claude-opus', 'claude-opus'],
  [{}, 'constructor', 'constructor'],
])('mapModel(%j, %s)', (mapping: Record<string, string>, model, expected) => {
  expect(mapModel(mapping, model)).toBe(expected);
});
