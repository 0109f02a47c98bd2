import { expect, test } from 'vitest';
import { resolveProvider } from './resolve-provider.ts';

test('a preset fills what was left out', () => {
  expect(resolveProvider({ id: 'mine', preset: 'minimax' })).toMatchObject({
    id: 'mine',
    preset: 'minimax',
    name: 'MiniMax',
    wire: 'anthropic-messages',
    baseUrl: 'https://api.minimax.io/anthropic',
    auth: 'bearer',
    keys: [],
    billing: { kind: 'per-token' },
  });
});

test('what the user wrote wins over the preset', () => {
  const provider = {
    id: 'spark',
    preset: 'vllm',
    name: 'DGX Spark',
    wire: 'openai-chat',
    baseUrl: 'http://192.168.1.7:8000/v1',
    auth: 'bearer',
    keys: [{ id: 'main', keychain: true }],
    models: [{ id: 'gemma' }],
    modelMapping: { 'claude-*': 'gemma' },
    headers: { 'x-extra': '1' },
    timeouts: { idleMs: 5 },
    billing: { kind: 'hardware', usd: 4699, months: 36, watts: 170, usdPerKwh: 0.15 },
  } as const;
  expect(
    resolveProvider({ ...provider, keys: [...provider.keys], models: [...provider.models] }),
  ).toEqual(provider);
});

test("another wire takes the vendor's address for that wire", () => {
  const resolved = resolveProvider({ id: 'zai', preset: 'zai', wire: 'openai-chat' });
  expect(resolved.baseUrl).toBe('https://api.z.ai/api/paas/v4');
});

test('without preset and address the address is empty, never a guess', () => {
  expect(resolveProvider({ id: 'x' })).toMatchObject({ preset: null, name: 'x', baseUrl: '' });
});
