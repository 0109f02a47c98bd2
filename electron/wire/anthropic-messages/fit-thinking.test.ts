import { describe, expect, test } from 'vitest';
import type { ContentBlock, MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';
import { fitThinking, withoutClearing } from './fit-thinking.ts';

const user = (...content: ContentBlock[]): MessageParam => ({ role: 'user', content });
const assistant = (...content: ContentBlock[]): MessageParam => ({ role: 'assistant', content });
const text = (words: string): ContentBlock => ({ type: 'text', text: words });
const thought = (signature: string): ContentBlock => ({
  type: 'thinking',
  thinking: 'hm',
  signature,
});
const redacted = (data: string): ContentBlock => ({ type: 'redacted_thinking', data });
const use: ContentBlock = { type: 'tool_use', id: 't1', name: 'Read', input: {} };
const result: ContentBlock = { type: 'tool_result', tool_use_id: 't1', content: 'x' };

const someone = { isClaude: false, needsReasoning: false };
const deepseek = { isClaude: false, needsReasoning: true };
const claude = { isClaude: true, needsReasoning: false };
const off = 'off for this request: the history lacks the thoughts that this provider insists on';

function fit(
  messages: MessageParam[],
  target: typeof someone,
  more: Partial<MessagesRequest> = {},
) {
  return fitThinking(
    { model: 'm', messages, ...more },
    { ...target, mayReturn: (signature) => signature === 'own' },
  );
}

describe('thoughts that others signed are taken out', () => {
  test.each<[string, MessageParam[], MessageParam[], string[]]>([
    [
      'and what stands beside them stays',
      [user(text('q')), assistant(thought('other'), text('a'), redacted('other'), use)],
      [user(text('q')), assistant(text('a'), use)],
      ['messages[1].content[0]', 'messages[1].content[2]'],
    ],
    [
      'with their turn where it was nothing else, at the end too',
      [user(text('q')), assistant(redacted('other'))],
      [user(text('q'))],
      ['messages[1].content[0]'],
    ],
    [
      'from answers written as words nothing',
      [user(text('q')), { role: 'assistant', content: 'a' }, assistant(thought('other'), use)],
      [user(text('q')), { role: 'assistant', content: 'a' }, assistant(use)],
      ['messages[2].content[0]'],
    ],
  ])('%s', (_name, messages, expected, paths) => {
    const why = 'thinking of another provider is not sent on';
    expect(fit(messages, someone)).toEqual({
      messages: expected,
      thinking: undefined,
      contextManagement: undefined,
      dropped: paths.map((path) => ({ path, why })),
    });
  });

  test('a history without them is the very same', () => {
    const messages = [user(thought('other')), assistant(thought('own'), text('a'))];
    const fitted = fit(messages, someone);
    expect(fitted.messages).toBe(messages);
    expect(fitted.dropped).toEqual([]);
  });

  test('a thought without a signature is asked for as an empty one', () => {
    const asked: string[] = [];
    const mayReturn = (signature: string): boolean => asked.push(signature) > 0;
    const messages = [
      assistant({ type: 'thinking', thinking: 'hm' }, { type: 'redacted_thinking', data: 7 }),
    ];
    fitThinking({ model: 'm', messages }, { ...someone, mayReturn });
    expect(asked).toEqual(['', '']);
  });
});

describe('where the history lacks thoughts that the vendor insists on', () => {
  test('thinking is off, the clearing of thoughts with it, and the reason is told', () => {
    const management = { edits: [{ type: 'clear_thinking_20251015' }] };
    const fitted = fit([assistant(use), user(result)], deepseek, {
      context_management: management,
    });
    expect(fitted).toMatchObject({ thinking: { type: 'disabled' }, contextManagement: null });
    expect(fitted.dropped).toEqual([{ path: 'thinking', why: off }]);
  });

  const enabled = { type: 'enabled', budget_tokens: 2000 };
  test.each<[string, MessageParam[], typeof someone, boolean]>([
    ['DeepSeek: an answer without a call', [assistant(text('a'))], deepseek, false],
    ['DeepSeek: an answer in words', [{ role: 'assistant', content: 'a' }], deepseek, false],
    ['Claude: no history at all', [], claude, false],
    [
      'Claude: an answer in words before the results',
      [{ role: 'assistant', content: 'a' }, user(result)],
      claude,
      true,
    ],
    ['DeepSeek: a call that the user wrote', [user(use)], deepseek, false],
    [
      'DeepSeek: a hidden thought is none',
      [assistant(redacted('own'), use), user(result)],
      deepseek,
      true,
    ],
    ['Claude: results of a thoughtless turn', [assistant(use), user(result)], claude, true],
    [
      'Claude: behind a turn that is over',
      [assistant(use), user(result), assistant(text('a'))],
      claude,
      false,
    ],
    [
      'Claude: a thoughtless turn before the user spoke',
      [assistant(use), user(result), user(text('q')), assistant(thought('own'), use), user(result)],
      claude,
      false,
    ],
    [
      'Claude: a thoughtless turn after the user spoke, with notes of the system between',
      [
        assistant(thought('own'), use),
        user(result),
        user(text('q')),
        { role: 'system', content: 'note' },
        assistant(use),
        user(result),
        { role: 'system', content: 'note' },
      ],
      claude,
      true,
    ],
    [
      'Claude: a result before any answer',
      [user(result), assistant(thought('own'), use), user(result)],
      claude,
      false,
    ],
    ['Claude: a result and no answer at all', [user(result)], claude, false],
    ['Claude: a hidden thought', [assistant(redacted('own'), use), user(result)], claude, false],
    ['anyone else', [assistant(use), user(result)], someone, false],
  ])('%s', (_name, messages, target, isOff) => {
    const fitted = fit(messages, target, { thinking: enabled });
    expect(fitted.thinking).toEqual(isOff ? { type: 'disabled' } : undefined);
    expect(fitted.dropped).toEqual(isOff ? [{ path: 'thinking', why: off }] : []);
  });
});

test.each<[string, unknown, object | null | undefined]>([
  ['nothing', undefined, undefined],
  ['null', null, undefined],
  ['no edits', { more: 1 }, undefined],
  ['other edits', { edits: [{ type: 'clear_tool_uses_20250919' }] }, undefined],
  ['edits that are none', { edits: [null, {}, { type: 7 }, 'clear_thinking'] }, undefined],
  ['nothing but thoughts', { edits: [{ type: 'clear_thinking_20251015' }] }, null],
  [
    'thoughts among others',
    { more: 1, edits: [{ type: 'clear_thinking_x' }, null, { type: 'x' }] },
    { more: 1, edits: [null, { type: 'x' }] },
  ],
])('without the clearing of thoughts: %s', (_name, management, expected) => {
  expect(withoutClearing(management)).toEqual(expected);
});
