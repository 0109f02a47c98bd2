import { describe, expect, test } from 'vitest';
import { parseFilter } from './filter.ts';
import { exchangeRow } from './row.fixture.ts';

const rows = [
  exchangeRow({ id: '1', kinds: ['title'], provider: 'ollama' }),
  exchangeRow({
    id: '2',
    kinds: ['main'],
    provider: 'minimax',
    state: 'failed',
    sentModel: 'MiniMax-M2.7',
    errorMessage: 'MiniMax: quota used up',
  }),
  exchangeRow({
    id: '3',
    kinds: ['subagent', 'thinking'],
    provider: null,
    state: 'refused',
    sentModel: null,
    costNanoUsd: null,
    firstTokenMs: null,
  }),
  exchangeRow({
    id: '4',
    kinds: ['main'],
    provider: 'ollama',
    firstTokenMs: 3_000,
    costNanoUsd: 20_000_000,
    project: '/src/my atlas',
  }),
];

describe('parseFilter', () => {
  test.each([
    ['', '1234'],
    ['provider:ollama', '14'],
    ['provider:ollama,minimax', '124'],
    ['state:failed', '2'],
    ['-kind:title', '234'],
    ['provider:ollama -kind:title', '4'],
    ['PROVIDER:OLLAMA', '14'],
    ['kind:thinking', '3'],
    ['quota', '2'],
    ['"my atlas"', '4'],
    ['project:"my atlas"', '4'],
    ['-quota', '134'],
    ['ttft>2s', '4'],
    ['ttft>2000ms', '4'],
    ['cost>0.01', '4'],
    ['cost<0.01', '12'],
    ['model:minimax', '2'],
    ['kind:', '1234'],
  ])('%j keeps %s', (text, kept) => {
    const { matches } = parseFilter(text);
    expect(
      rows
        .filter(matches)
        .map((row) => row.id)
        .join(''),
    ).toBe(kept);
  });
  test('an unknown key is named and does not hide everything', () => {
    const filter = parseFilter('provder:ollama state:failed');
    expect(filter.unknownKeys).toEqual(['provder']);
    expect(rows.filter(filter.matches).map((row) => row.id)).toEqual(['2']);
  });
  test('a model id with a colon is one word after its key', () => {
    expect(rows.filter(parseFilter('model:qwen3:8b').matches).map((r) => r.id)).toEqual(['1', '4']);
  });
});
