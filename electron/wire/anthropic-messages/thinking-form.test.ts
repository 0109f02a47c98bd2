import { describe, expect, test } from 'vitest';
import { findPreset } from '../../../shared/catalog/index.ts';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import { fitRequest } from './fit-request.ts';
import { formOfThinking } from './thinking-form.ts';

const of = (preset: string, model = 'm') => ({ quirks: findPreset(preset)!.quirks, model });
const claudes = { type: 'adaptive', display: 'updates' };

describe('thinking in the words of an endpoint of the same dialect', () => {
  test.each([
    ['anthropic', claudes],
    ['openrouter', claudes],
    ['opencode-zen', claudes],
  ])('%s gets it as it is', (preset, asked) => {
    expect(formOfThinking(asked, of(preset))).toBeNull();
  });

  // Kimi and MiniMax know adaptive thinking and its display; of the others nobody says so.
  test.each([
    ['moonshot', { type: 'adaptive', display: 'summarized' }],
    ['kimi-coding', { type: 'adaptive', display: 'summarized' }],
    ['minimax', { type: 'adaptive', display: 'summarized' }],
    ['zai', { type: 'adaptive' }],
    ['deepseek', { type: 'adaptive' }],
    ['fireworks', { type: 'adaptive' }],
    ['wafer', { type: 'adaptive' }],
    ['opencode-go', { type: 'adaptive' }],
    ['ollama', { type: 'adaptive' }],
    ['vllm', { type: 'adaptive' }],
  ])('%s gets adaptive thinking with a display that it knows, or none', (preset, thinking) => {
    expect(formOfThinking(claudes, of(preset))).toMatchObject({ thinking });
    expect(formOfThinking({ type: 'adaptive' }, of(preset))).toBeNull();
  });

  test('a display that is known stays', () => {
    expect(formOfThinking({ type: 'adaptive', display: 'omitted' }, of('moonshot'))).toBeNull();
  });

  test('a budget becomes adaptive thinking at MiniMax, which has no budgets', () => {
    const asked = { type: 'enabled', budget_tokens: 31_999 };
    expect(formOfThinking(asked, of('minimax'))?.thinking).toEqual({ type: 'adaptive' });
    expect(formOfThinking(asked, of('moonshot'))).toBeNull();
    expect(formOfThinking({ ...asked, display: 'updates' }, of('zai'))?.thinking).toEqual(asked);
  });

  test('Fireworks is not told to stop thinking where its models cannot', () => {
    const off = { type: 'disabled' };
    for (const model of ['accounts/fireworks/models/gpt-oss-120b', 'glm-5p3', 'glm-5.3']) {
      expect(formOfThinking(off, of('fireworks', model))).toMatchObject({ thinking: undefined });
    }
    expect(formOfThinking(off, of('fireworks', 'glm-5p2'))).toBeNull();
    expect(formOfThinking(off, of('zai', 'glm-5.3'))).toBeNull();
  });

  test.each([undefined, null, 'on', 7])('%j is left to the upstream', (thinking) => {
    expect(formOfThinking(thinking, of('minimax'))).toBeNull();
  });

  test('the change is part of the fit, and reported', () => {
    const request = { model: 'x', messages: [], thinking: { type: 'enabled', budget_tokens: 1 } };
    const target = { ...of('minimax'), isClaude: false, mayReturn: () => true };
    const { changes, dropped } = fitRequest(request, target);
    expect(Object.fromEntries(changes)).toEqual({ thinking: { type: 'adaptive' } });
    expect(dropped).toEqual([{ path: 'thinking', why: 'adaptive here, without a budget' }]);
  });

  const extras: readonly Quirk[] = ['no-anthropic-extras'];
  const known: readonly Quirk[] = ['no-anthropic-extras', 'thinking-display'];
  const budget = { type: 'enabled', budget_tokens: 2000 };
  test.each<[object, readonly Quirk[], string, object | undefined, string]>([
    [
      { type: 'disabled' },
      ['thinking-always-on-for-some'],
      'gpt-oss-20b',
      undefined,
      'this model always thinks, and refuses to be told not to',
    ],
    [
      { ...budget, display: 'omitted', more: 1 },
      extras,
      'm',
      { ...budget, more: 1 },
      'there is no display here',
    ],
    [
      { type: 'adaptive', display: 'updates' },
      known,
      'm',
      { type: 'adaptive', display: 'summarized' },
      'display is summarized here',
    ],
    [
      { ...budget, display: 'updates' },
      [...known, 'thinking-adaptive-only'],
      'm',
      { type: 'adaptive', display: 'summarized' },
      'adaptive here, without a budget; display is summarized here',
    ],
  ])('%j where %j (%s)', (asked, quirks, model, thinking, why) => {
    // Strict: a field that is undefined would count as said.
    expect(formOfThinking(asked, { quirks, model })).toStrictEqual({ thinking, why });
  });

  test('thinking that is on stays on where it cannot be off', () => {
    const quirks: readonly Quirk[] = ['thinking-always-on-for-some'];
    expect(formOfThinking(budget, { quirks, model: 'gpt-oss-20b' })).toBeNull();
  });
});
