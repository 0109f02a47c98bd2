import { expect, test } from 'vitest';
import { findPreset } from '../../shared/catalog/index.ts';
import type { ResolvedProvider } from '../../shared/domain/provider.ts';
import type { Quirk } from '../../shared/domain/quirk.ts';
import { quirksOf } from './quirks-of.ts';

const of = (baseUrl: string, quirks: readonly Quirk[] = []) =>
  quirksOf({ baseUrl, quirks } as unknown as ResolvedProvider);
const openai = [
  'max-completion-tokens',
  'no-sampling-for-reasoning-models',
  'effort-of-reasoning-models',
  'tool-ids-forty-characters',
  'pdf-parts',
];

test.each([
  'https://us.openai.azure.com/openai',
  'https://api.openai.com/v1',
  'https://eu.api.openai.com/v1',
])('%s has the habits of OpenAI', (baseUrl) => {
  expect([...of(baseUrl)].toSorted()).toEqual([...openai].toSorted());
});

test.each([
  'https://openai.azure.com.example.test/v1',
  'https://notapi.openai.com.test/v1',
  'https://xapi.openai.com/v1',
  'https://us-openai.azure.com/v1',
  'https://us.openaixazure.com/v1',
  'https://acme.test/api.openai.com',
  'not an address',
])('%s has none', (baseUrl) => {
  expect(of(baseUrl)).toEqual([]);
});

test('the address of a vendor that has a preset tells its habits', () => {
  expect(of('https://api.deepseek.com/v1')).toEqual(findPreset('deepseek')?.quirks);
});

test("a provider's own habits go before those of its address", () => {
  expect(of('https://api.openai.com/v1', ['no-images'])).toEqual(['no-images']);
});
