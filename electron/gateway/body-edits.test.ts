import { describe, expect, test } from 'vitest';
import { findPreset } from '../../shared/catalog/index.ts';
import type { TargetSpec } from '../../shared/domain/rule.ts';
import type { MessagesRequest } from '../../shared/wire/messages.ts';
import { editMessagesBody, fitBody } from './body-edits.ts';

const fit = { quirks: [], model: 'm', isClaude: true, mayReturn: () => true };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function edit(body: string, options: Partial<TargetSpec> | null): string {
  const target = options === null ? null : { provider: 'one', model: 'm', ...options };
  const request = { messages: [], ...(JSON.parse(body) as object) } as unknown as MessagesRequest;
  const edits = { model: 'm', isAnthropic: true, fit, options: target };
  const edited = editMessagesBody(bytes(body), request, edits);
  return new TextDecoder().decode(edited.body);
}

describe('what a target asks for is spliced in, all other bytes stay', () => {
  test.each<[string, string, Partial<TargetSpec> | null, string]>([
    ['only the model', '{ "model":"x" ,"a": 1e2}', null, '{ "model":"m" ,"a": 1e2}'],
    [
      'a lower limit',
      '{"model":"x","max_tokens": 64000 ,"n":{"max_tokens":9}}',
      { maxOutputTokens: 8000 },
      '{"model":"m","max_tokens": 8000 ,"n":{"max_tokens":9}}',
    ],
    [
      'a limit that is low enough',
      '{"model":"x","max_tokens":100}',
      { maxOutputTokens: 8000 },
      '{"model":"m","max_tokens":100}',
    ],
    [
      'a budget that no longer fits',
      '{"model":"x","max_tokens":64000,"thinking":{"type":"enabled","budget_tokens":31999}}',
      { maxOutputTokens: 8000 },
      '{"model":"m","max_tokens":8000,"thinking":{"type":"enabled","budget_tokens":4000}}',
    ],
    [
      'no thinking',
      '{"model":"x","thinking":{"type":"adaptive"}}',
      { thinking: 'off' },
      '{"model":"m","thinking":{"type":"disabled"}}',
    ],
    [
      'no thinking, and so nothing of it to clear',
      '{"model":"x","context_management":{"edits":[{"type":"clear_thinking_20251015"}]},"thinking":{"type":"adaptive"}}',
      { thinking: 'off' },
      '{"model":"m","thinking":{"type":"disabled"}}',
    ],
    [
      'thinking',
      '{"model":"x","max_tokens":4000}',
      { thinking: 'on' },
      '{"thinking":{"type":"enabled","budget_tokens":2000},"model":"m","max_tokens":4000}',
    ],
    [
      'an effort',
      '{"model":"x","output_config":{"effort":"high","format":null}}',
      { effort: 'low' },
      '{"model":"m","output_config":{"effort":"low","format":null}}',
    ],
    [
      'an effort where there was none',
      '{"model":"x"}',
      { effort: 'low' },
      '{"output_config":{"effort":"low"},"model":"m"}',
    ],
  ])('%s', (_, body, options, expected) => {
    expect(edit(body, options)).toBe(expected);
  });

  test.each<[string, string, 'on' | 'off', string]>([
    ['minimax', 'MiniMax-M3', 'on', '{"thinking":{"type":"adaptive"},"max_tokens":4000}'],
    ['minimax', 'MiniMax-M3', 'off', '{"thinking":{"type":"disabled"},"max_tokens":4000}'],
    ['fireworks', 'accounts/fireworks/models/gpt-oss-120b', 'off', '{"max_tokens":4000}'],
  ])('thinking in the words of %s: %s, %s', (preset, model, thinking, expected) => {
    const asked = { model: 'x', max_tokens: 4000, thinking: { type: 'adaptive' } };
    const body = JSON.stringify(thinking === 'on' ? { ...asked, thinking: undefined } : asked);
    const target = { ...fit, quirks: findPreset(preset)!.quirks, isClaude: false, model };
    const edits = { model, isAnthropic: false, fit: target };
    const { body: edited } = editMessagesBody(bytes(body), null, {
      ...edits,
      options: { provider: 'one', model, thinking },
    });
    const { model: _model, ...rest } = JSON.parse(new TextDecoder().decode(edited)) as object & {
      readonly model: string;
    };
    expect(rest).toEqual(JSON.parse(expected));
  });

  test('what was lowered is reported', () => {
    const options = { provider: 'one', model: 'm', maxOutputTokens: 10 };
    const body = bytes('{"model":"x","max_tokens":20}');
    const { dropped } = editMessagesBody(body, null, {
      model: 'm',
      isAnthropic: false,
      fit,
      options,
    });
    expect(dropped.map(({ path }) => path)).toEqual(['max_tokens']);
  });
});

test.each([
  '{"model":"x","messages":[null]}',
  '{"model":"x","messages":[{"role":"user"}]}',
  '{"model":"x","messages":[{"role":"user","content":[7]}]}',
  '{"model":"x","messages":[],"tools":{}}',
  '{"model":"x","messages":[],"tools":[null]}',
])('what cannot be read is left to the upstream: %s', (body) => {
  const zai = {
    ...fit,
    quirks: ['no-anthropic-extras'],
    isClaude: false,
    mayReturn: () => false,
  } as const;
  const request = JSON.parse(body) as MessagesRequest;
  expect(fitBody(bytes(body), request, zai)).toEqual({ body: bytes(body), dropped: [] });
});
