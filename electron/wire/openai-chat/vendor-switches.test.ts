import { describe, expect, test } from 'vitest';
import type { ContentBlock, MessageParam, MessagesRequest } from '../../../shared/wire/messages.ts';
import { encodeForeignThinking, type ReasoningField } from '../foreign-thinking.ts';
import { send } from '../testing/chat-request.ts';

const user = (...content: ContentBlock[]): MessageParam => ({ role: 'user', content });
const assistant = (...content: ContentBlock[]): MessageParam => ({ role: 'assistant', content });
const text = (words: string): ContentBlock => ({ type: 'text', text: words });
const thought = (field: ReasoningField): ContentBlock => ({
  type: 'thinking',
  thinking: 'hm',
  signature: encodeForeignThinking({ provider: 'acme', field }),
});
const tools = [{ name: 'Read', input_schema: { type: 'object' } }];

/** Everything but the conversation, as this vendor gets it. */
function settings(
  preset: string,
  model: string,
  request: Partial<MessagesRequest>,
  options = {},
): { readonly rest: object; readonly dropped: readonly string[] } {
  const { body, dropped } = send(request, { provider: { preset }, model, options });
  const { messages: _messages, model: _model, tools: _tools, ...rest } = body;
  return { rest, dropped };
}

describe('Z.AI', () => {
  const on = { type: 'enabled', clear_thinking: false };
  test.each([
    ['low', 'low'],
    ['medium', 'high'],
    ['high', 'high'],
    ['xhigh', 'max'],
    ['max', 'max'],
  ])('since GLM 5.2 effort %s is %s', (effort, reasoning_effort) => {
    for (const model of ['glm-5.2', 'glm-5.3', 'glm-6']) {
      expect(
        settings('zai', model, { thinking: { type: 'adaptive' }, output_config: { effort } }),
      ).toEqual({ rest: { thinking: on, reasoning_effort }, dropped: [] });
    }
  });

  test('an effort that nobody knows, one without thinking and one of an older model are reported', () => {
    const strange = { thinking: { type: 'adaptive' }, output_config: { effort: 'heroic' } };
    expect(settings('zai', 'glm-5.2', strange)).toEqual({
      rest: { thinking: on },
      dropped: ['output_config.effort'],
    });
    const off = { thinking: { type: 'disabled' }, output_config: { effort: 'high' } };
    expect(settings('zai', 'glm-5.2', off)).toEqual({
      rest: { thinking: { type: 'disabled' } },
      dropped: ['output_config.effort'],
    });
    const old = { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } };
    expect(settings('zai', 'glm-4.7', old).dropped).toEqual(['output_config.effort']);
  });

  test('the rule’s own word goes to any model', () => {
    const { rest } = settings('zai', 'glm-4.7', {}, { effort: 'minimal' });
    expect(rest).toEqual({ reasoning_effort: 'minimal' });
  });

  test('arguments are streamed in pieces where the model can, and nobody else is asked', () => {
    const asked = { stream: true, tools };
    expect(settings('zai', 'glm-4.7', asked).rest).toHaveProperty('tool_stream', true);
    expect(settings('zai', 'glm-5.3', asked).rest).toHaveProperty('tool_stream', true);
    for (const [preset, model, request] of [
      ['zai', 'glm-4.5-air', asked],
      ['zai', 'glm-5.3', { stream: true }],
      ['zai', 'glm-5.3', { tools }],
      ['groq', 'glm-5.3', asked],
    ] as const) {
      expect(settings(preset, model, request).rest).not.toHaveProperty('tool_stream');
    }
  });
});

describe('Fireworks', () => {
  test.each<[string, string, Partial<MessagesRequest>, object, object, readonly string[]]>([
    [
      'adaptive',
      'glm-5p2',
      { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
      {},
      { thinking: { type: 'enabled' } },
      ['output_config.effort'],
    ],
    [
      'a budget',
      'kimi-k3',
      { thinking: { type: 'enabled', budget_tokens: 4000 } },
      {},
      { thinking: { type: 'enabled', budget_tokens: 4000 } },
      [],
    ],
    [
      'a budget below the least',
      'kimi-k3',
      { thinking: { type: 'enabled', budget_tokens: 500 } },
      {},
      { thinking: { type: 'enabled' } },
      ['thinking.budget_tokens'],
    ],
    [
      'off',
      'glm-5p2',
      { thinking: { type: 'disabled' } },
      {},
      { thinking: { type: 'disabled' } },
      [],
    ],
    [
      'off where it cannot be',
      'gpt-oss-120b',
      { thinking: { type: 'disabled' } },
      {},
      {},
      ['thinking'],
    ],
    ['off where it cannot be', 'glm-5p3', { thinking: { type: 'disabled' } }, {}, {}, ['thinking']],
    [
      'the rule’s effort, and then no switch beside it',
      'glm-5p2',
      { thinking: { type: 'adaptive' } },
      { effort: 'max' },
      { reasoning_effort: 'max' },
      [],
    ],
  ])('%s: %s', (_, model, request, options, rest, dropped) => {
    expect(settings('fireworks', model, request, options)).toEqual({ rest, dropped });
  });
});

describe('Cerebras', () => {
  const history = [user(text('a')), assistant(thought('reasoning'), text('b')), user(text('c'))];
  test('GLM reads its reasoning again as <think> in the content, gpt-oss in its field', () => {
    const replay = (model: string): object | undefined =>
      send({ messages: history }, { provider: { preset: 'cerebras' }, model }).body.messages[1];
    expect(replay('zai-glm-4.7')).toEqual({
      role: 'assistant',
      content: '<think>hm</think>\n\nb',
    });
    expect(replay('gpt-oss-120b')).toEqual({ role: 'assistant', content: 'b', reasoning: 'hm' });
  });

  test('a call alone keeps its reasoning', () => {
    const call = { type: 'tool_use', id: 't', name: 'Read', input: {} };
    const result = { type: 'tool_result', tool_use_id: 't', content: 'x' };
    const messages = [user(text('a')), assistant(thought('reasoning'), call), user(result)];
    const { body } = send({ messages }, { provider: { preset: 'cerebras' }, model: 'zai-glm-4.7' });
    expect(body.messages[1]).toMatchObject({ content: '<think>hm</think>\n\n' });
    expect(body.messages[1]).toHaveProperty('tool_calls');
  });

  test('thinking of GLM is switched off by its own field', () => {
    const off = { thinking: { type: 'disabled' } };
    expect(settings('cerebras', 'zai-glm-4.7', off).rest).toEqual({ disable_reasoning: true });
    expect(settings('cerebras', 'gpt-oss-120b', off).rest).toEqual({ reasoning_effort: 'low' });
    const on = settings('cerebras', 'zai-glm-4.7', {
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    });
    expect(on).toEqual({ rest: {}, dropped: ['output_config.effort'] });
    expect(settings('cerebras', 'zai-glm-4.7', off, { effort: 'high' }).rest).toEqual({
      reasoning_effort: 'high',
    });
  });
});

describe('Mistral and Codestral', () => {
  const asked = user(text('a'));
  test.each(['mistral', 'codestral'])('%s continues an answer that is marked so', (preset) => {
    const sent = (...messages: MessageParam[]): readonly object[] =>
      send({ messages }, { provider: { preset } }).body.messages;
    expect(sent(asked, assistant(text('{'))).at(-1)).toEqual({
      role: 'assistant',
      content: '{',
      prefix: true,
    });
    expect(JSON.stringify(sent(asked, assistant(text('{')), asked))).not.toContain('prefix');
  });

  test('others get the answer without a mark', () => {
    const { body } = send(
      { messages: [asked, assistant(text('{'))] },
      { provider: { preset: 'groq' } },
    );
    expect(body.messages.at(-1)).toEqual({ role: 'assistant', content: '{' });
  });

  test('thinking goes back as the content array that it came in', () => {
    const messages = [asked, assistant(thought('content-array'), text('b')), asked];
    const { body } = send({ messages }, { provider: { preset: 'mistral' } });
    expect(body.messages[1]).toEqual({
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
        { type: 'text', text: 'b' },
      ],
    });
  });
});
