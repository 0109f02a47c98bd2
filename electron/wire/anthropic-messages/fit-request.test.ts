import { describe, expect, test } from 'vitest';
import { findPreset } from '../../../shared/catalog/index.ts';
import type { ContentBlock, MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';
import { fitRequest, type FitTarget } from './fit-request.ts';
import { SignatureOrigins } from './signature-origins.ts';

const CLAUDE = 'EqQBCkYI'.repeat(12);
const user = (...content: ContentBlock[]): MessageParam => ({ role: 'user', content });
const assistant = (...content: ContentBlock[]): MessageParam => ({ role: 'assistant', content });
const text = (words: string): ContentBlock => ({ type: 'text', text: words });
const thought = (signature: string): ContentBlock => ({
  type: 'thinking',
  thinking: 'hm',
  signature,
});
const use: ContentBlock = { type: 'tool_use', id: 't1', name: 'Read', input: {} };
const result: ContentBlock = { type: 'tool_result', tool_use_id: 't1', content: 'x' };

function fit(request: Partial<MessagesRequest>, preset: string, origins = new SignatureOrigins()) {
  const isClaude = preset === 'anthropic';
  const maker = isClaude ? 'claude' : (`provider:${preset}` as const);
  const target: FitTarget = {
    quirks: findPreset(preset)?.quirks ?? [],
    model: 'm',
    isClaude,
    mayReturn: (signature) => origins.mayReturn(signature, maker),
  };
  const { changes, dropped } = fitRequest(
    { model: 'm', messages: [{ role: 'user', content: 'hi' }], ...request },
    target,
  );
  return { changes: Object.fromEntries(changes), dropped: dropped.map(({ path }) => path) };
}

/** All that is Anthropic's own, in one request. */
const rich: Partial<MessagesRequest> = {
  context_management: { edits: [] },
  service_tier: 'auto',
  container: 'c',
  mcp_servers: [],
  tools: [
    { name: 'Read', defer_loading: true, input_schema: {} },
    { name: 'web_search', type: 'web_search_20250305' },
    { name: 'DeferredToolPlaceholder', defer_loading: true },
  ],
  messages: [
    user(text('hi')),
    { role: 'system', content: 'note' },
    assistant(use),
    user({ ...result, content: [{ type: 'tool_reference', tool_name: 'Web' }] }),
  ],
};

describe('fitRequest', () => {
  test('Anthropic and OpenRouter get everything as it is, the deferred tools too', () => {
    for (const preset of ['anthropic', 'openrouter']) {
      expect(fit(rich, preset)).toEqual({ changes: {}, dropped: [] });
    }
  });

  test.each(['zai', 'minimax', 'moonshot', 'kimi-coding', 'fireworks', 'vllm', 'llamacpp'])(
    "%s gets nothing of Anthropic's own, and the loss is reported",
    (preset) => {
      const { changes, dropped } = fit(rich, preset);
      expect(changes).toEqual({
        context_management: undefined,
        service_tier: undefined,
        container: undefined,
        mcp_servers: undefined,
        tools: [{ name: 'Read', input_schema: {} }],
        messages: [
          user(text('hi'), text('<system-reminder>\nnote\n</system-reminder>')),
          assistant(use),
          user({ ...result, content: [text('The tool Web is now available.')] }),
        ],
      });
      expect(dropped).toEqual([
        'context_management',
        'service_tier',
        'container',
        'mcp_servers',
        'tools[1]',
        'tools[2]',
      ]);
    },
  );

  test('no tools are left: no choice either', () => {
    const tools = [{ name: 'web_search', type: 'web_search_20250305' }];
    expect(fit({ tools, tool_choice: { type: 'auto' } }, 'minimax').changes).toEqual({
      tools: undefined,
      tool_choice: undefined,
    });
  });

  test.each<[string, MessageParam[], MessageParam[]]>([
    [
      'before the first turn',
      [{ role: 'system', content: 'a' }, user(text('hi'))],
      [user(text('hi'), text('<system-reminder>\na\n</system-reminder>'))],
    ],
    [
      'between a call and its result: behind the result',
      [assistant(use), { role: 'system', content: [text('a')] }, user(result)],
      [assistant(use), user(result, text('<system-reminder>\na\n</system-reminder>'))],
    ],
    [
      'between two answers: a turn of its own',
      [assistant(text('x')), { role: 'system', content: 'a' }, assistant(text('y'))],
      [
        assistant(text('x')),
        user(text('<system-reminder>\na\n</system-reminder>')),
        assistant(text('y')),
      ],
    ],
    [
      'at the end',
      [assistant(text('x')), { role: 'system', content: 'a' }],
      [assistant(text('x')), user(text('<system-reminder>\na\n</system-reminder>'))],
    ],
  ])('a system turn %s', (_name, messages, expected) => {
    expect(fit({ messages }, 'zai').changes).toEqual({ messages: expected });
  });

  test.each<[string, string, object, object | undefined, string[]]>([
    ['Ollama knows no choice', 'ollama', { type: 'auto' }, undefined, []],
    ['Ollama: forced', 'ollama', { type: 'any' }, undefined, ['tool_choice']],
    [
      'Z.AI: auto in place of a forced one',
      'zai',
      { type: 'tool', name: 'Read', disable_parallel_tool_use: true },
      { type: 'auto', disable_parallel_tool_use: true },
      ['tool_choice'],
    ],
  ])('tool_choice: %s', (_name, preset, choice, expected, dropped) => {
    const fitted = fit({ tool_choice: choice as never }, preset);
    expect(fitted).toEqual({ changes: { tool_choice: expected }, dropped });
  });

  test('Z.AI keeps auto and none as they are', () => {
    for (const type of ['auto', 'none']) {
      expect(fit({ tool_choice: { type } }, 'zai').changes).toEqual({});
    }
  });

  test('MiniMax refuses a temperature of 0', () => {
    expect(fit({ temperature: 0 }, 'minimax')).toEqual({
      changes: { temperature: 0.01 },
      dropped: ['temperature'],
    });
    expect(fit({ temperature: 0.5 }, 'minimax').changes).toEqual({});
  });

  test('images and documents that a vendor refuses become notes, in results too', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A' } };
    const byAddress = { type: 'image', source: { type: 'url', url: 'https://x.test' } };
    const messages = [user({ ...result, content: [image] }, byAddress, { type: 'document' })];
    const seen = '[An image was left out: this model cannot see it.]';
    const read = '[A document was left out: this model cannot read it.]';
    expect(fit({ messages }, 'deepseek')).toEqual({
      changes: { messages: [user({ ...result, content: [text(seen)] }, text(seen), text(read))] },
      dropped: [
        'messages[0].content[0].content[0]',
        'messages[0].content[1]',
        'messages[0].content[2]',
      ],
    });
    expect(fit({ messages }, 'ollama').changes).toEqual({
      messages: [user({ ...result, content: [image] }, text(seen), text(read))],
    });
    expect(fit({ messages }, 'moonshot').changes).toEqual({});
  });
});

describe('thinking goes back to its maker only', () => {
  const ask = (signature: string, preset: string, origins?: SignatureOrigins) =>
    fit({ messages: [assistant(thought(signature), text('a'))] }, preset, origins).dropped;
  const kept: string[] = [];
  const gone = ['messages[0].content[0]'];

  test.each([
    ["Claude's to Claude", CLAUDE, 'anthropic', kept],
    ["Claude's to Z.AI", CLAUDE, 'zai', gone],
    ["Z.AI's to Claude", 'f00d', 'anthropic', gone],
    ["what may be Z.AI's, to Z.AI", 'f00d', 'zai', gone],
    ['unsigned to Claude', '', 'anthropic', gone],
    ['unsigned to Z.AI', '', 'zai', kept],
    ["a translated upstream's to Claude", `switchyard.v1.${'A'.repeat(90)}`, 'anthropic', gone],
    ["a translated upstream's to Z.AI", 'switchyard.v1.abc', 'zai', gone],
  ])('%s, while nobody knows who signed it', (_name, signature, preset, expected) => {
    expect(ask(signature, preset)).toEqual(expected);
  });

  test('what was seen is known, whatever it looks like', () => {
    const origins = new SignatureOrigins();
    origins.learn(CLAUDE, 'provider:zai');
    origins.learn('short', 'claude');
    origins.learn('f00d', 'provider:minimax');
    expect(ask(CLAUDE, 'zai', origins)).toEqual(kept);
    expect(ask(CLAUDE, 'anthropic', origins)).toEqual(gone);
    expect(ask('short', 'anthropic', origins)).toEqual(kept);
    expect(ask('f00d', 'zai', origins)).toEqual(gone);
    expect(ask('f00d', 'minimax', origins)).toEqual(kept);
  });

  test('the memory is bounded, the newest stay', () => {
    const origins = new SignatureOrigins();
    for (let index = 0; index < 9000; index += 1) origins.learn(`s${index}`, 'claude');
    expect(origins.mayReturn('s8999', 'claude')).toBe(true);
    expect(origins.mayReturn('s0', 'claude')).toBe(false);
    origins.learn('', 'claude');
    expect(origins.mayReturn('', 'claude')).toBe(false);
  });

  test('redacted thinking too, and a turn of nothing else is left out', () => {
    const redacted = { type: 'redacted_thinking', data: CLAUDE };
    const messages = [user(text('q')), assistant(redacted), user(text('r'))];
    expect(fit({ messages }, 'zai').changes).toEqual({
      messages: [user(text('q')), user(text('r'))],
    });
    expect(fit({ messages }, 'anthropic').changes).toEqual({});
  });
});

describe('where the history lacks thoughts, thinking is off for the request', () => {
  const off = { type: 'disabled' };
  const enabled = { type: 'enabled', budget_tokens: 2000 };
  const clearing = { edits: [{ type: 'clear_thinking_20251015' }] };
  const other = { type: 'clear_tool_uses_20250919' };

  test.each<[string, string, Partial<MessagesRequest>, object]>([
    [
      'Claude with a budget, in a turn that another model led',
      'anthropic',
      { thinking: enabled, messages: [user(text('q')), assistant(use), user(result)] },
      { thinking: off },
    ],
    [
      'and the clearing of thoughts goes with it',
      'anthropic',
      {
        thinking: enabled,
        context_management: { edits: [...clearing.edits, other] },
        messages: [assistant(use), user(result)],
      },
      { thinking: off, context_management: { edits: [other] } },
    ],
    [
      'the whole field where nothing else is cleared',
      'anthropic',
      { thinking: enabled, context_management: clearing, messages: [assistant(use), user(result)] },
      { thinking: off, context_management: undefined },
    ],
    [
      'not where the turn began with a thought',
      'anthropic',
      {
        thinking: enabled,
        messages: [
          user(text('q')),
          assistant(thought(CLAUDE), use),
          user(result),
          assistant({ ...use, id: 't2' }),
          user({ ...result, tool_use_id: 't2' }),
        ],
      },
      {},
    ],
    [
      'not where the user has spoken since',
      'anthropic',
      { thinking: enabled, messages: [assistant(use), user(result), user(text('q'))] },
      {},
    ],
    [
      'not with adaptive thinking',
      'anthropic',
      { thinking: { type: 'adaptive' }, messages: [assistant(use), user(result)] },
      {},
    ],
    [
      'DeepSeek, on by itself',
      'deepseek',
      { messages: [assistant(use), user(result)] },
      { thinking: off },
    ],
    ['not at Z.AI', 'zai', { thinking: enabled, messages: [assistant(use), user(result)] }, {}],
    [
      'not DeepSeek with its own thoughts',
      'deepseek',
      { messages: [assistant(thought('own'), use), user(result)] },
      {},
    ],
    [
      'not DeepSeek where it is off already',
      'deepseek',
      { thinking: off, messages: [assistant(use), user(result)] },
      {},
    ],
  ])('%s', (_name, preset, request, expected) => {
    const origins = new SignatureOrigins();
    origins.learn('own', 'provider:deepseek');
    const { changes, dropped } = fit(request, preset, origins);
    expect(changes).toEqual(expected);
    expect(dropped.includes('thinking')).toBe('thinking' in expected);
  });
});
