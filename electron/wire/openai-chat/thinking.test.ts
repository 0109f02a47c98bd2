import { describe, expect, test } from 'vitest';
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
