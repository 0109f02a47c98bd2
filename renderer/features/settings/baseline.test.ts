import { expect, test } from 'vitest';
import { fakeProviders, viewOf } from '../../fake/providers.ts';
import { baselineChoices, valueOf } from './baseline.ts';

const chosen = { provider: 'anthropic', model: 'claude-sonnet-4-6' };

test('only what has a price is offered, each once, and what is chosen stays among it', () => {
  const unpriced = viewOf({
    id: 'relay',
    wire: 'openai-chat',
    baseUrl: 'https://relay.example/v1',
    models: [{ id: 'nobody-knows' }],
  });
  const values = baselineChoices([...fakeProviders(0), unpriced], chosen).map(valueOf);
  expect(values).toContain('anthropic claude-haiku-4-5');
  expect(values.some((value) => value.startsWith('minimax '))).toBe(true);
  expect(values).not.toContain('relay nobody-knows');
  expect(new Set(values).size).toBe(values.length);
  const gone = { provider: 'gone', model: 'gone' };
  expect(baselineChoices([], gone).map(valueOf)).toContain('gone gone');
});
