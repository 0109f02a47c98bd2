import { describe, expect, test } from 'vitest';
import { providerSchema, wireFormats } from '../domain/provider.ts';
import { quirks } from '../domain/quirk.ts';
import { findPreset, presets } from './index.ts';
import type { ProviderPreset } from './preset.ts';

function addressesOf(preset: ProviderPreset): readonly string[] {
  return [preset.baseUrl, ...(preset.alternatives ?? []).map((other) => other.baseUrl)];
}

describe('catalogue', () => {
  test('ids, names and marks are unique; a mark has two letters', () => {
    for (const field of ['id', 'name', 'mark'] as const) {
      const values = presets.map((preset) => preset[field].toLowerCase());
      expect(new Set(values).size, field).toBe(values.length);
    }
    expect(presets.filter((preset) => !/^[A-Za-z]{2}$/.test(preset.mark))).toEqual([]);
  });

  test('the order is A to Z by name', () => {
    const names = presets.map((preset) => preset.name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
  });

  test.each(presets.map((preset) => [preset.id, preset] as const))('%s is sound', (id, preset) => {
    expect(findPreset(id)).toBe(preset);
    const isOnThisMachine = preset.local !== undefined || id === 'practice';
    for (const address of addressesOf(preset).filter((value) => value !== '')) {
      const url = new URL(address);
      expect(url.protocol).toBe(isOnThisMachine ? 'http:' : 'https:');
      expect(address.endsWith('/')).toBe(false);
      if (preset.local !== undefined) expect(url.host).toBe(`127.0.0.1:${preset.local.port}`);
    }
    for (const link of [preset.keyUrl, preset.docs].filter((value) => value !== null)) {
      expect(new URL(link).protocol).toBe('https:');
    }
    expect(wireFormats).toContain(preset.wire);
    expect(quirks).toEqual(expect.arrayContaining([...preset.quirks]));
    const models = preset.models.map((model) => model.id);
    expect(new Set(models).size).toBe(models.length);
  });

  test.each(presets.map((preset) => [preset.id, preset] as const))(
    'a provider that copies %s passes the schema',
    (id, preset) => {
      const copy = {
        id,
        preset: id,
        name: preset.name,
        wire: preset.wire,
        baseUrl: preset.baseUrl === '' ? 'http://127.0.0.1:9/v1' : preset.baseUrl,
        auth: preset.auth,
        models: preset.models,
        billing: preset.billing,
      };
      expect(providerSchema.parse(copy)).toEqual(copy);
    },
  );

  test('holds what the first screen offers', () => {
    const wanted =
      'anthropic anthropic-oauth ollama lmstudio llamacpp vllm zai minimax deepseek moonshot kimi-coding openrouter mistral groq cerebras fireworks google-ai-studio nvidia-nim xai openai openai-compatible practice codestral ollama-cloud opencode-go opencode-zen wafer';
    expect(presets.map((preset) => preset.id).sort()).toEqual(wanted.split(' ').sort());
    expect(findPreset('no-such-preset')).toBeNull();
  });
});
