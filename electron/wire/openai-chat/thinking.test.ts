import { describe, expect, test } from 'vitest';
import type { Quirk } from '../../../shared/domain/quirk.ts';
import type { Dropped } from '../../../shared/wire/dropped.ts';
import { send } from '../testing/chat-request.ts';

describe('thinking and effort', () => {
  const asked = { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } };
  test.each<[string, object, string | null, string, object, object, string[]]>([
    ['no switch known', asked, null, 'm', {}, {}, ['thinking', 'output_config.effort']],
    [
      'no switch, but the rule says so',
      asked,
      null,
      'm',
      { effort: 'low' },
      { reasoning_effort: 'low' },
      [],
    ],
    [
      'OpenAI',
      asked,
      'openai',
      'gpt-5.2',
      {},
      { reasoning_effort: 'high' },
      ['output_config.effort'],
    ],
    [
      'OpenAI, no reasoning model',
      asked,
      'openai',
      'gpt-4.1',
      {},
      {},
      ['thinking', 'output_config.effort'],
    ],
    [
      'OpenAI, off',
      { thinking: { type: 'disabled' } },
      'openai',
      'o4-mini',
      {},
      { reasoning_effort: 'low' },
      [],
    ],
    [
      'Z.AI, before GLM 5.2',
      asked,
      'zai',
      'glm-5.1',
      {},
      { thinking: { type: 'enabled', clear_thinking: false } },
      ['output_config.effort'],
    ],
    [
      'Z.AI, off by the rule',
      asked,
      'zai',
      'glm',
      { thinking: 'off' },
      { thinking: { type: 'disabled' } },
      ['output_config.effort'],
    ],
    [
      'DeepSeek',
      asked,
      'deepseek',
      'd',
      {},
      { thinking: { type: 'enabled' }, reasoning_effort: 'max' },
      [],
    ],
    [
      'DeepSeek, a low effort',
      { ...asked, output_config: { effort: 'low' } },
      'deepseek',
      'd',
      {},
      { thinking: { type: 'enabled' }, reasoning_effort: 'high' },
      [],
    ],
    ['OpenRouter', asked, 'openrouter', 'x/y', {}, { reasoning: { effort: 'xhigh' } }, []],
    [
      'OpenRouter, budget',
      { thinking: { type: 'enabled', budget_tokens: 99 } },
      'openrouter',
      'x/y',
      {},
      { reasoning: { max_tokens: 99 } },
      [],
    ],
    [
      'OpenRouter, off',
      { thinking: { type: 'disabled' } },
      'openrouter',
      'x/y',
      {},
      { reasoning: { enabled: false } },
      [],
    ],
    ['vLLM', asked, 'vllm', 'q', {}, {}, ['thinking', 'output_config.effort']],
    [
      'vLLM, off by the rule',
      asked,
      'vllm',
      'q',
      { thinking: 'off' },
      { chat_template_kwargs: { enable_thinking: false } },
      ['output_config.effort'],
    ],
  ])('%s', (_name, request, preset, model, options, expected, dropped) => {
    const sent = send(request, { provider: { preset }, model, options });
    const { messages: _messages, model: _model, ...rest } = sent.body;
    expect(rest).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });
});

describe('each switch, in all its words', () => {
  const adaptive = { type: 'adaptive' };
  const budget = { type: 'enabled', budget_tokens: 2000 };
  const off = { type: 'disabled' };
  const unknown = 'no switch is known for this provider; set thinking or effort in the rule';
  const noSwitch = 'this provider has no such switch';
  const effort = (word: string) => ({ output_config: { effort: word } });
  const glm = ['thinking-switch', 'thinking-always-on-for-some'] as const;

  test.each<[readonly Quirk[], object, object, object, readonly Dropped[]]>([
    [[], { thinking: adaptive }, {}, {}, [{ path: 'thinking', why: unknown }]],
    [[], { thinking: budget }, {}, {}, [{ path: 'thinking', why: unknown }]],
    [[], effort('low'), {}, {}, [{ path: 'output_config.effort', why: unknown }]],
    [[], {}, { effort: 'heroic' }, { reasoning_effort: 'heroic' }, []],

    [['effort-by-rule'], { thinking: adaptive }, {}, {}, [{ path: 'thinking', why: unknown }]],
    [['effort-by-rule'], {}, { effort: 'max' }, { reasoning_effort: 'max' }, []],
    [['effort-by-rule'], {}, { thinking: 'on' }, { reasoning_effort: 'medium' }, []],
    [['effort-by-rule'], {}, { thinking: 'off' }, { reasoning_effort: 'low' }, []],
    [['effort-by-rule'], effort('low'), { thinking: 'on' }, { reasoning_effort: 'low' }, []],

    [['effort-of-reasoning-models'], effort('low'), {}, { reasoning_effort: 'low' }, []],
    [['effort-of-reasoning-models'], effort('medium'), {}, { reasoning_effort: 'medium' }, []],
    [['effort-of-reasoning-models'], effort('high'), {}, { reasoning_effort: 'high' }, []],
    [
      ['effort-of-reasoning-models'],
      effort('xhigh'),
      {},
      { reasoning_effort: 'high' },
      [{ path: 'output_config.effort', why: 'xhigh is sent as high' }],
    ],
    [
      ['effort-of-reasoning-models'],
      effort('max'),
      {},
      { reasoning_effort: 'high' },
      [{ path: 'output_config.effort', why: 'max is sent as high' }],
    ],
    [['effort-of-reasoning-models'], { thinking: adaptive }, {}, {}, []],
    [
      ['effort-of-reasoning-models'],
      { thinking: { ...budget, display: 'updates', more: undefined } },
      {},
      {},
      [
        { path: 'thinking.budget_tokens', why: noSwitch },
        { path: 'thinking.display', why: noSwitch },
      ],
    ],

    [['reasoning-object'], {}, {}, {}, []],
    [['reasoning-object'], { thinking: adaptive }, {}, { reasoning: { enabled: true } }, []],
    [['reasoning-object'], {}, { thinking: 'on' }, { reasoning: { enabled: true } }, []],
    [['reasoning-object'], {}, { thinking: 'off' }, { reasoning: { enabled: false } }, []],
    [['reasoning-object'], effort('low'), {}, { reasoning: { effort: 'low' } }, []],
    [['reasoning-object'], effort('max'), {}, { reasoning: { effort: 'xhigh' } }, []],
    [
      ['reasoning-object'],
      { thinking: { ...budget, display: 'updates' } },
      {},
      { reasoning: { max_tokens: 2000 } },
      [{ path: 'thinking.display', why: noSwitch }],
    ],

    [['chat-template-thinking'], { thinking: off }, {}, {}, [{ path: 'thinking', why: unknown }]],
    [
      ['chat-template-thinking'],
      {},
      { thinking: 'on' },
      { chat_template_kwargs: { enable_thinking: true } },
      [],
    ],
    [
      ['chat-template-thinking'],
      effort('low'),
      { effort: 'low' },
      {},
      [{ path: 'output_config.effort', why: unknown }],
    ],
    [
      ['chat-template-thinking'],
      { thinking: off },
      { effort: 'low' },
      { chat_template_kwargs: { enable_thinking: false } },
      [],
    ],

    [['thinking-switch'], {}, {}, {}, []],
    [['thinking-switch'], {}, { thinking: 'on' }, { thinking: { type: 'enabled' } }, []],
    [['thinking-switch'], { thinking: off }, {}, { thinking: off }, []],
    [
      ['thinking-switch', 'thinking-budget'],
      { thinking: { type: 'enabled', budget_tokens: 1024 } },
      {},
      { thinking: { type: 'enabled', budget_tokens: 1024 } },
      [],
    ],
    [
      ['thinking-switch', 'thinking-budget'],
      { thinking: { type: 'enabled', budget_tokens: 1023 } },
      {},
      { thinking: { type: 'enabled' } },
      [{ path: 'thinking.budget_tokens', why: noSwitch }],
    ],
    [
      ['thinking-switch', 'effort-high-or-max'],
      { thinking: adaptive },
      {},
      { thinking: { type: 'enabled' } },
      [],
    ],
    [
      ['thinking-switch', 'effort-high-or-max'],
      { thinking: adaptive, ...effort('heroic') },
      {},
      { thinking: { type: 'enabled' } },
      [{ path: 'output_config.effort', why: unknown }],
    ],
    [
      [...glm],
      { thinking: off },
      {},
      {},
      [{ path: 'thinking', why: 'this model always thinks, and refuses to be told not to' }],
    ],
  ])('%j: %j with the rule %j', (quirks, request, options, expected, losses) => {
    const model = 'gpt-oss-120b';
    const sent = send(request, { provider: { quirks: [...quirks] }, model, options });
    const { messages: _messages, model: _model, ...rest } = sent.body;
    expect({ rest, losses: sent.losses }).toEqual({ rest: expected, losses });
  });
});
