import { expect, test } from 'vitest';
import { vendorAt } from './vendor-at.ts';

test.each([
  ['https://api.z.ai/api/coding/paas/v4', 'zai'],
  ['https://api.minimaxi.com/v1', 'minimax'],
  ['http://localhost:11434/v1', 'ollama'],
  ['https://codestral.mistral.ai/v1', 'codestral'],
  ['https://opencode.ai/zen/v1', 'opencode-zen'],
  ['https://opencode.ai/zen/go', 'opencode-go'],
  ['https://opencode.ai/zen/go/v1/chat/completions', 'opencode-go'],
  ['https://opencode.ai/elsewhere', 'opencode-go'],
  ['https://api.anthropic.com', 'anthropic'],
  ['https://relay.example/v1', null],
  ['no address', null],
])('%s is the address of %s', (address, id) => {
  expect(vendorAt(address)?.id ?? null).toBe(id);
});

test('entries that are not wanted are passed over', () => {
  const isWanted = ({ id }: { readonly id: string }): boolean => id !== 'anthropic';
  expect(vendorAt('https://api.anthropic.com', isWanted)?.id).toBe('anthropic-oauth');
});
