import { describe, expect, test } from 'vitest';
import { findPreset, presets } from '../catalog/index.ts';
import { priceUsage } from '../domain/cost.ts';
import { promptTokens } from '../domain/usage.ts';
import { baselineCost, baselinePrice } from './baseline.ts';
import { findPrice, pricesDate } from './lookup.ts';
import table from './prices.json' with { type: 'json' };

const sonnet46 = {
  input: 3_000_000,
  output: 15_000_000,
  cacheRead: 300_000,
  cacheWrite5m: 3_750_000,
  cacheWrite1h: 6_000_000,
};

describe('findPrice', () => {
  test.each([
    ['native', 'claude-sonnet-4-6'],
    ['anthropic', 'claude-sonnet-4-6'],
    ['anthropic-oauth', 'claude-sonnet-4-6[1m]'],
    ['anthropic', 'claude-sonnet-4-6-20260217'],
    ['anthropic', 'claude-sonnet-4-6@20260217'],
    ['anthropic', 'Claude-Sonnet-4-6-latest'],
  ])('%s %s costs as Sonnet 4.6', (provider, model) => {
    expect(findPrice(provider, model)).toEqual(sonnet46);
  });

  test('a dated name without a minor version finds the .0', () => {
    expect(findPrice('native', 'claude-opus-4-20250101')).toEqual(
      findPrice('native', 'claude-opus-4-0'),
    );
  });

  test.each([
    ['anthropic', 'claude-sonnet-9'],
    ['native', 'gpt-5.5'],
    ['ollama', 'qwen3:8b'],
    ['practice', 'practice'],
    ['practice', 'claude-sonnet-4-6'],
    ['openai-compatible', 'gpt-5.5'],
    ['kimi-coding', 'k2p7'],
    ['nvidia-nim', 'openai/gpt-oss-120b'],
    ['openrouter', 'qwen/qwen3-coder:free'],
    ['nobody', 'claude-sonnet-4-6'],
    ['anthropic', ''],
  ])('%s %s is unknown, not free', (provider, model) => {
    expect(findPrice(provider, model)).toBeNull();
  });

  test('takes a preset, and ignores the case of a model name', () => {
    const minimax = findPreset('minimax')!;
    expect(findPrice(minimax, 'minimax-m2.7')).toMatchObject({ input: 300_000, cacheRead: 60_000 });
  });

  test('without a listed cache price cached tokens cost as input', () => {
    expect(findPrice('minimax', 'MiniMax-M2')).toEqual({
      input: 300_000,
      output: 1_200_000,
      cacheRead: 300_000,
      cacheWrite5m: 300_000,
      cacheWrite1h: 300_000,
    });
  });

  test('a long prompt takes the higher tier', () => {
    const at = (promptTokens: number) =>
      findPrice('google-ai-studio', 'gemini-2.5-pro', { promptTokens })?.input;
    expect([at(200_000), at(200_001)]).toEqual([1_250_000, 2_500_000]);
  });

  test('peak hours cost more (UTC)', () => {
    const at = (iso: string) =>
      findPrice('deepseek', 'deepseek-v4-pro', { at: Date.parse(iso) })?.output;
    expect([at('2026-11-21T00:59:59Z'), at('2026-11-21T01:00:00Z')]).toEqual([
      1_980_000, 3_960_000,
    ]);
  });
});

describe('price table', () => {
  test('holds non-negative integers and says where it is from', () => {
    const numbers = JSON.stringify(table.providers).match(/(?<=[[,])-?[\d.e+-]+/g) ?? [];
    expect(numbers.length).toBeGreaterThan(1000);
    expect(numbers.filter((text) => !/^\d+$/.test(text))).toEqual([]);
    expect(table.source).toContain('models.dev');
    expect(table.licence).toContain('MIT');
    expect(pricesDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test('every price list of the catalogue that is used is there, and its models are priced', () => {
    const unpriced = presets
      .filter((preset) => preset.priceList !== null && preset.id !== 'nvidia-nim')
      .flatMap((preset) => preset.models.map((model) => [preset.id, model.id] as const))
      .filter(([preset, model]) => findPrice(preset, model) === null);
    expect(unpriced).toEqual([]);
  });
});

describe('costs', () => {
  const usage = { input: 1000, cacheRead: 20_000, cacheWrite5m: 300, cacheWrite1h: 40, output: 5 };

  test('buckets are disjoint and rounded once, to nanoUSD', () => {
    expect(promptTokens(usage)).toBe(21_340);
    // 1000*3 + 20000*0.3 + 300*3.75 + 40*6 + 5*15 = 10440 microUSD
    expect(priceUsage(usage, sonnet46)).toBe(10_440_000);
    expect(priceUsage({ ...usage, input: 1001 }, { ...sonnet46, input: 1 })).toBe(7_440_001);
  });

  test('the baseline may name a preset, a configured provider or native', () => {
    const providers = [{ id: 'relay', preset: 'anthropic' }];
    for (const provider of ['anthropic', 'relay', 'native']) {
      const price = baselinePrice({ provider, model: 'claude-sonnet-4-6' }, providers);
      expect(baselineCost(usage, price)).toBe(10_440_000);
    }
    const unknown = baselinePrice({ provider: 'relay', model: 'no-such' }, providers);
    expect(baselineCost(usage, unknown)).toBeNull();
  });
});
