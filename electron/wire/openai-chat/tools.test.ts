import { describe, expect, test } from 'vitest';
import type { MessagesRequest } from '../../../shared/wire/messages.ts';
import { accumulate } from '../accumulate.ts';
import { send } from '../testing/chat-request.ts';
import { encode, framesOf, seed, sseOf, translateFrames } from '../testing/streams.ts';
import { upstreamToolName } from './tool-names.ts';

describe('tools', () => {
  const read = { name: 'read', description: 'd', input_schema: { type: 'object', properties: {} } };

  test('functions, without $schema; empty schemas are filled', () => {
    const schema = { $schema: 'x', type: 'object', properties: { a: { type: 'string' } } };
    const { body, dropped } = send({
      tools: [
        { name: 'a', description: 'd', input_schema: schema, cache_control: { type: 'ephemeral' } },
        { name: 'b', type: 'custom', input_schema: {} },
        { name: 'c', input_schema: { type: 'object' } },
        { name: 'd' },
      ],
    });
    const { $schema: _gone, ...kept } = schema;
    const empty = { type: 'object', properties: {} };
    expect(body['tools']).toEqual([
      { type: 'function', function: { name: 'a', description: 'd', parameters: kept } },
      { type: 'function', function: { name: 'b', parameters: empty } },
      { type: 'function', function: { name: 'c', parameters: empty } },
      { type: 'function', function: { name: 'd', parameters: empty } },
    ]);
    expect(dropped).toEqual([]);
  });

  test('server tools and placeholders are removed and reported', () => {
    const { body, dropped } = send({
      tools: [
        { name: 'web_search', type: 'web_search_20250305', max_uses: 8 },
        { name: 'DeferredToolPlaceholder', defer_loading: true, input_schema: {} },
      ],
      tool_choice: { type: 'auto' },
    });
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('tool_choice');
    expect(dropped).toEqual(['tools[0]', 'tools[1]']);
  });

  test.each<[string, MessagesRequest['tool_choice'], string | null, unknown, string[]]>([
    ['auto', { type: 'auto' }, null, { tool_choice: 'auto' }, []],
    ['none', { type: 'none' }, null, { tool_choice: 'none' }, []],
    ['any', { type: 'any' }, null, { tool_choice: 'required' }, []],
    [
      'tool',
      { type: 'tool', name: 'read' },
      null,
      { tool_choice: { type: 'function', function: { name: 'read' } } },
      [],
    ],
    [
      'a tool that is not sent',
      { type: 'tool', name: 'x' },
      null,
      { tool_choice: 'auto' },
      ['tool_choice'],
    ],
    [
      'any where it is refused',
      { type: 'any' },
      'moonshot',
      { tool_choice: 'auto' },
      ['tool_choice'],
    ],
    [
      'one at a time',
      { type: 'auto', disable_parallel_tool_use: true },
      null,
      { tool_choice: 'auto', parallel_tool_calls: false },
      [],
    ],
    [
      'one at a time, unknown there',
      { type: 'auto', disable_parallel_tool_use: true },
      'cerebras',
      { tool_choice: 'auto' },
      ['tool_choice.disable_parallel_tool_use'],
    ],
  ])('choice: %s', (_name, tool_choice, preset, expected, dropped) => {
    const sent = send(
      { tools: [read], ...(tool_choice && { tool_choice }) },
      { provider: { preset } },
    );
    const { tools: _tools, messages: _messages, model: _model, ...rest } = sent.body;
    expect(rest).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });

  test.each<[string, string, object[], unknown[], string[]]>([
    [
      'Moonshot: its schema dialect, and no strict tools',
      'moonshot',
      [
        {
          name: 'a',
          strict: true,
          input_schema: { properties: { t: { type: 'array', items: [{}] } } },
        },
      ],
      [
        {
          name: 'a',
          parameters: { type: 'object', properties: { t: { type: 'array', prefixItems: [{}] } } },
        },
      ],
      ['tools[0].strict'],
    ],
    [
      'Cerebras: strict tools are closed',
      'cerebras',
      [{ name: 'a', strict: true, input_schema: { properties: { t: { format: 'uri' } } } }],
      [
        {
          name: 'a',
          strict: true,
          parameters: { type: 'object', properties: { t: {} }, additionalProperties: false },
        },
      ],
      ['tools[0].input_schema'],
    ],
    [
      'Cerebras: where not all are strict none is, and none is closed',
      'cerebras',
      [
        { name: 'a', strict: true, input_schema: { properties: { t: { format: 'uri' } } } },
        { name: 'b' },
      ],
      [
        { name: 'a', parameters: { type: 'object', properties: { t: { format: 'uri' } } } },
        { name: 'b', parameters: { type: 'object', properties: {} } },
      ],
      ['tools[0].strict'],
    ],
    [
      'Gemini: a subset, without strict',
      'google-ai-studio',
      [
        {
          name: 'a',
          strict: false,
          input_schema: { properties: { t: { const: 'x', pattern: 'y' } } },
        },
      ],
      [
        {
          name: 'a',
          parameters: { type: 'object', properties: { t: { type: 'string', enum: ['x'] } } },
        },
      ],
      ['tools[0].input_schema'],
    ],
    [
      'OpenAI: strict as asked',
      'openai',
      [
        { name: 'a', strict: false },
        { name: 'b', strict: true },
      ],
      [
        { name: 'a', strict: false, parameters: { type: 'object', properties: {} } },
        { name: 'b', strict: true, parameters: { type: 'object', properties: {} } },
      ],
      [],
    ],
  ])('schemas of %s', (_name, preset, tools, expected, dropped) => {
    const sent = send({ tools: tools as never }, { provider: { preset } });
    const functions = (sent.body['tools'] as { function: unknown }[]).map((tool) => tool.function);
    expect(functions).toEqual(expected);
    expect(sent.dropped).toEqual(dropped);
  });

  test('Ollama gets no tool_choice, a forced one is reported', () => {
    const tools = [{ name: 'a' }];
    const provider = { preset: 'ollama' };
    const auto = send({ tools, tool_choice: { type: 'auto' } }, { provider });
    expect([auto.body['tool_choice'], auto.dropped]).toEqual([undefined, []]);
    const forced = send({ tools, tool_choice: { type: 'any' } }, { provider });
    expect([forced.body['tool_choice'], forced.dropped]).toEqual([undefined, ['tool_choice']]);
  });

  test('names that are too long are cut, and come back whole', () => {
    const name = `mcp__${'server'.repeat(8)}__${'tool'.repeat(8)}`;
    const { body } = send({ tools: [{ name, input_schema: {} }] });
    const sent = (body['tools'] as { function: { name: string } }[])[0]?.function.name ?? '';
    expect(sent).toMatch(/^[a-zA-Z0-9_-]{64}$/);
    expect(sent).toBe(upstreamToolName(name));
    const piece = { index: 0, id: 'c', function: { name: sent, arguments: '{}' } };
    const chunk = { choices: [{ delta: { tool_calls: [piece] }, finish_reason: 'tool_calls' }] };
    const from = { ...seed, toolNames: ['read', name] };
    const events = translateFrames(framesOf([encode(sseOf([chunk]))]), 'complete', from);
    expect(accumulate(events)?.content[0]).toMatchObject({ name });
  });
});
