import { expect, test } from 'vitest';
import { presets } from './index.ts';
import { resolveDraft } from './resolve-draft.ts';

test('a preset fills what was left out', () => {
  expect(resolveDraft({ id: 'mine', preset: 'minimax' })).toMatchObject({
    id: 'mine',
    preset: 'minimax',
    name: 'MiniMax',
    wire: 'anthropic-messages',
    baseUrl: 'https://api.minimax.io/anthropic',
    auth: 'bearer',
    billing: { kind: 'per-token' },
  });
});

test('every preset resolves as it stands, the one without an address as a draft', () => {
  const addresses = presets.map(({ id, baseUrl }) => [
    baseUrl,
    resolveDraft({ id, preset: id }).baseUrl,
  ]);
  for (const [wanted, resolved] of addresses) expect(resolved).toBe(wanted);
});

test("another wire takes the vendor's address for that wire", () => {
  const resolved = resolveDraft({ id: 'zai', preset: 'zai', wire: 'openai-chat' });
  expect(resolved.baseUrl).toBe('https://api.z.ai/api/paas/v4');
});

test('an incomplete draft is shown with its gaps, never with a guess', () => {
  expect(resolveDraft({ id: 'x' })).toMatchObject({ preset: null, name: 'x', baseUrl: '' });
  expect(resolveDraft({ id: 'x', preset: 'no-such', keys: [{ id: 'main' }] })).toMatchObject({
    preset: null,
    keys: [{ id: 'main' }],
  });
});
